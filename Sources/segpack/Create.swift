import ArgumentParser
import SegBasics
import SegCommandLine
import SegShards

extension StorageForm: ExpressibleByArgument {}
extension StatisticsScope: ExpressibleByArgument {}

struct Create: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Packs manifests, streams or shard sets into a shard set.",
    discussion: """
      Repeating a line whose run was killed goes on where it stopped, and gives the same bytes; \
      repeating one that came to its end changes nothing.
      """)

  @Option(name: [.short, .long], help: ArgumentHelp("The folder of the set.", valueName: "dir"))
  var output: String
  @Option(help: "How shards are called: NAME-000000.tar.")
  var name = "shard"
  @Option(help: ArgumentHelp("The most samples of a shard.", valueName: "n"))
  var shardSamples: Int?
  @Option(help: ArgumentHelp("The size of a shard; K, M, G and T count 1024.", valueName: "bytes"))
  var shardSize = ByteCount(bytes: PackingSettings.usualShardSize)
  @Option(help: "keep files and arrays as they are, raw arrays for all, or encoded files for all.")
  var store = StorageForm.keep
  @Option(help: "Decode every image and sum its channels (full), those of arrays only, or none.")
  var statistics = StatisticsScope.full
  @Flag(help: "Remove a set that stands in the folder, complete or begun with other settings.")
  var force = false
  @OptionGroup var jobs: JobsOption
  @OptionGroup var onError: OnErrorOption
  @OptionGroup var sources: InputOptions
  @OptionGroup var quiet: QuietOption
  @Argument(help: "Manifests, streams or shard sets. (default: standard input)")
  var input: [String] = []

  func validate() throws {
    guard shardSamples ?? 1 > 0 else { throw ValidationError("--shard-samples takes 1 or more") }
    let isPlain = name.utf8.allSatisfy { $0 > 32 && $0 != UInt8(ascii: "/") && $0 != 127 }
    guard !name.isEmpty, !name.hasPrefix("."), isPlain else {
      throw ValidationError("--name takes a file name without spaces, not \"\(name)\"")
    }
  }

  func run() throws {
    var packing = ShardPacking(
      inputs: input, folder: output,
      settings: PackingSettings(
        name: name, store: store, statistics: statistics, shardSamples: shardSamples,
        shardSize: shardSize.bytes))
    packing.jobs = jobs.count
    packing.overwrites = force
    packing.commandLine = CommandLine.arguments
    let meter = ProgressMeter("packing", quiet: quiet.isQuiet)
    var failures = FailureLog(onError.policy)
    packing.onSample = { meter.advance() }
    packing.onFailure = { try failures.handle($0, for: $1) }
    if !quiet.isQuiet { packing.onNotice = warn }
    let began = ContinuousClock.now
    let summary = try packing.run()
    meter.finish()
    if !quiet.isQuiet { warn(summary.line(seconds: (ContinuousClock.now - began))) }
    try failures.finish()
    if summary.leftOut > 0 { throw FindingsReported() }
  }
}
