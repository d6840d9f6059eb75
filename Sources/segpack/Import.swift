import ArgumentParser
import SegBasics
import SegCommandLine
import SegExchange
import SegSamples
import SegShards

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Reads samples of another program, as a stream or into a shard set.",
    discussion: """
      npz: a folder of .npz files, one a sample. tfrecord: a folder or file of tf.Example with the \
      features of DeepLab. mds: a folder of MosaicML streaming. voc: the folder of JPEGImages, by the \
      lists in ImageSets/Segmentation. coco: an annotation file, or a folder with annotations/*.json; \
      polygons and run lengths become a label map.

      EXAMPLES
        segpack import --from voc VOCdevkit/VOC2012 -o voc/
        segpack import --from coco annotations/instances_val2017.json | segpack -o val/ --store raw
      """)

  @Option(help: ArgumentHelp("The form.", valueName: "form"))
  var from: ForeignFormat
  @Option(
    help: ArgumentHelp(
      "A built-in class table, or a JSON file with a list of classes, in place of what the source says.",
      valueName: "table"))
  var classes: String?
  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The folder of a set; - for a stream (the default).", valueName: "dir"))
  var output: String?
  @Flag(help: replacesHelp)
  var force = false
  @OptionGroup var jobs: JobsOption
  @OptionGroup var onError: OnErrorOption
  @OptionGroup var quiet: QuietOption
  @Argument(help: "A folder or file.")
  var source: String

  func validate() throws {
    if from == .coco, classes != nil {
      throw ValidationError("a COCO file says its classes itself: there is no --classes")
    }
  }

  func run() throws {
    var foreign = ForeignImport(from: from, path: source)
    foreign.classes = try classes.map(Self.table)
    guard let output, output != "-" else {
      let target = try SampleOutput(nil, overwrites: false)
      let samples = try foreign.samples()
      let run = SampleRun(
        jobs: jobs.count, policy: onError.policy, label: "importing", isQuiet: quiet.isQuiet)
      return try run.run(
        next: { try samples.next() }, to: target,
        change: { pending, _ in ([try pending.load()], []) })
    }
    var packing = ShardPacking(inputs: [source], folder: output)
    packing.source = try foreign.samples()
    packing.jobs = jobs.count
    packing.overwrites = force
    try packing.run(onError: onError.policy, isQuiet: quiet.isQuiet)
  }

  private static func table(_ text: String) throws -> ClassTable {
    if let table = ClassTable.builtIn(text) { return table }
    return try locating(path: text) {
      try decodeJSON(ClassTable.self, from: readFile(text, limit: 1 << 26))
    }
  }
}
