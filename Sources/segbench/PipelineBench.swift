import ArgumentParser
import SegAugment
import SegBasics
import SegCommandLine
import SegImaging
import SegSamples

/// `segbench pipeline`.
struct PipelineBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pipeline",
    abstract: "Times samples from the bytes of files to augmented pixels.",
    discussion: """
      Decodes every picture with its mask, resizes both to 128x128, mirrors half of them and changes \
      the colors: the pipeline the peers' decoding benchmark has. Files are read before. With more \
      than one job, samples are spread over threads.
      """)

  @Argument(help: "A folder of pictures.")
  var images: String

  @Argument(help: "A folder of masks of class indices, of the same names but for the ending.")
  var masks: String

  @Option(help: ArgumentHelp("Samples of one pass.", valueName: "n"))
  var samples = 400

  @Option(help: ArgumentHelp("Passes.", valueName: "n"))
  var repeats = 7

  @OptionGroup var jobs: JobsOption

  private static let words = ["hflip", "jitter:brightness=0.3,contrast=0.3,saturation=0.3,hue=0.1"]

  func validate() throws {
    guard (1...100_000).contains(samples), (1...1000).contains(repeats) else {
      throw ValidationError("--samples takes 1 to 100000, --repeats 1 to 1000")
    }
  }

  func run() throws {
    let files = try pairs()
    for (name, resize, reduces) in [
      ("linear", "resize=128x128:filter=linear", false),
      ("antialiased", "resize=128x128", false),
      ("linear, reduced JPEG", "resize=128x128:filter=linear", true),
    ] {
      var augmentation = Augmentation(try Pipeline([resize] + Self.words))
      augmentation.seed = 1
      var options = DecodeOptions()
      if reduces { options.atLeast = augmentation.pipeline.firstResize }
      let speeds = try samplesPerSecond(repeats: repeats, seconds: 0) {
        _ = try orderedParallelMap(files, jobs: jobs.count) { [augmentation, options] sample in
          var sample = sample
          _ = try sample.decode(options: options)
          return try augmentation.copy(0, of: sample).key
        }
      }
      var line = OrderedJSON()
      try line.add("group", "pipeline")
      try line.add("lib", "segkit")
      try line.add("what", name)
      try line.add("threads", jobs.count)
      try line.add("unit", "samples/s")
      try line.add("median", speeds.median * Double(files.count))
      try line.add("min", speeds.least * Double(files.count))
      try line.add("max", speeds.greatest * Double(files.count))
      print(line.text)
    }
  }

  private func pairs() throws -> [Sample] {
    let names = try namesInFolder(images).sorted().filter { $0.first != "." }
    guard !names.isEmpty else { throw ValidationError("\(images) holds no pictures") }
    var found: [Sample] = []
    for index in 0..<samples {
      let name = names[index % names.count]
      let stem = String(name.prefix { $0 != "." })
      let ending = String(name.dropFirst(stem.count + 1))
      let picture = try readFile(images + "/" + name)
      let mask = try readFile(masks + "/" + stem + ".png")
      found.append(
        Sample(
          key: stem + String(index), image: .file(picture, extension: ending),
          labelMap: .file(mask, extension: "png")))
    }
    return found
  }
}
