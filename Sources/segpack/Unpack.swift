import ArgumentParser
import SegBasics
import SegCommandLine
import SegSamples
import SegShards

extension UnpackedForm: ExpressibleByArgument {}

struct Unpack: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes the samples of shard sets or streams as files.",
    discussion: "KEY.jpg or KEY.png, KEY.mask.png and KEY.json; a / in a key makes a folder.")

  @Option(name: [.short, .long], help: ArgumentHelp("Where the files go.", valueName: "dir"))
  var output: String
  @Option(name: .customLong("as"), help: "png writes arrays as PNG, keep everything as it is.")
  var form = UnpackedForm.png
  @Flag(help: "Replace files that stand already with other content.")
  var force = false
  @OptionGroup var onError: OnErrorOption
  @OptionGroup var sources: InputOptions
  @OptionGroup var quiet: QuietOption
  @Argument(help: "Shard sets or streams. (default: standard input)")
  var input: [String] = []

  func run() throws {
    try refuseShardSet(at: output, readFrom: input)
    let source = SampleSource(input)
    var unpacking = Unpacking(folder: output)
    unpacking.form = form
    unpacking.overwrites = force
    var failures = FailureLog(onError.policy)
    let meter = ProgressMeter("unpacking", quiet: quiet.isQuiet)
    var count = 0
    while let pending = try source.next() {
      do {
        let sample = try pending.load()
        try locating(path: source.place.input, sample: sample.key) { try unpacking.add(sample) }
        count += 1
      } catch {
        try failures.handle(error, for: pending)
      }
      meter.advance()
    }
    meter.finish()
    if !quiet.isQuiet { warn("\(counted(count, "sample")) written to \(output)") }
    try failures.finish()
  }
}
