import ArgumentParser
import SegBasics
import SegCommandLine
import SegExchange
import SegSamples
import SegShards

extension ForeignFormat: ExpressibleByArgument {}

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes samples in the form of another program.",
    discussion: """
      npz: KEY.npz with the arrays image and mask, and sample.json. tfrecord: SPLIT-00000.tfrecord of \
      tf.Example with the features of DeepLab (image/encoded, image/segmentation/class/encoded). mds: \
      shards of MosaicML streaming with the columns image, mask, key and json, and index.json. voc: \
      JPEGImages, SegmentationClass and ImageSets as PASCAL VOC has them. coco: images/SPLIT and \
      annotations/SPLIT.json, an annotation for each class of a picture.

      Each file appears when it is complete; repeating a line that was killed goes on with it. Several \
      runs may fill one folder by turns, a split each.

      EXAMPLES
        segpack export --to voc pets/ -o pets-voc/
        segpack select pets/ --split val | segpack export --to tfrecord -o val/
      """)

  @Option(help: ArgumentHelp("The form.", valueName: "form"))
  var to: ForeignFormat
  @Option(
    name: [.short, .long], help: ArgumentHelp("The folder the files go to.", valueName: "dir"))
  var output: String
  @Option(
    help: ArgumentHelp(
      "How pictures are stored: png, jpeg, jpeg=QUALITY, or raw in mds. (default: as they are; for "
        + "voc jpeg=95 where they are no JPEG)", valueName: "form"))
  var store: PictureStorage?
  @Flag(
    help: ArgumentHelp(
      "Replace files of the folder, and remove those an earlier export left, once all new ones are "
        + "made."))
  var force = false
  @OptionGroup var jobs: JobsOption
  @OptionGroup var onError: OnErrorOption
  @OptionGroup var sources: InputOptions
  @OptionGroup var quiet: QuietOption
  @Argument(help: "Shard sets, shards, streams or manifests. (default: standard input)")
  var input: [String] = []

  func validate() throws {
    if to == .npz, store != nil { throw ValidationError("npz holds arrays: there is no --store") }
    if store == .raw, to != .mds { throw ValidationError("--store raw is for mds alone") }
  }

  func run() throws {
    try refuseShardSet(at: output, readFrom: input)
    var export = ForeignExport(to: to, folder: output)
    export.storage = store
    export.jobs = jobs.count
    export.overwrites = force
    let meter = ProgressMeter("exporting", quiet: quiet.isQuiet)
    var failures = FailureLog(onError.policy)
    export.onSample = { meter.advance() }
    export.onFailure = { try failures.handle($0, for: $1) }
    if !quiet.isQuiet { export.onNotice = warn }
    let count = try export.run(SampleSource(input))
    meter.finish()
    if !quiet.isQuiet { warn("\(counted(count, "sample")) written to \(output)") }
    try failures.finish()
  }
}
