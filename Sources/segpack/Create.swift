import ArgumentParser
import SegBasics
import SegCommandLine
import SegShards

extension StatisticsScope: ExpressibleByArgument {}

struct Create: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Packs manifests, streams or shard sets into a shard set.",
    discussion: """
      Repeating a line whose run was killed goes on where it stopped, and gives the same bytes; \
      repeating one that came to its end changes nothing.

      A shard ends before it would grow over --shard-size, and after --samples-per-shard samples of \
      the input, those counted that were left out.

      One set is made, whatever splits the samples carry; --split-by split makes one of each.

      --shuffle, --split-by, --shard-count and --part find all samples before the first is packed. \
      What comes through a pipe is kept in the output folder meanwhile, in a file without a name.

      EXAMPLES
        segls pets/ | segpack -o shards/ --shuffle --seed 1
        segls pets/ | segpack -o sets/ --split-by train=0.9,val=0.1 --seed 7 --resize 256x256
        srun -n 8 segpack create all.jsonl -o parts/ --part auto --samples-per-shard 1000
        segpack merge parts/part-* -o shards/
      """)

  @Option(name: [.short, .long], help: ArgumentHelp("The folder of the set.", valueName: "dir"))
  var output: String
  @Option(help: "How shards are called: NAME-000000.tar.")
  var name = "shard"
  @OptionGroup var sizes: ShardSizeOptions
  @OptionGroup var storage: StorageOptions
  @OptionGroup var order: OrderOptions
  @Option(help: "Decode every image and sum its channels (full), those of arrays only, or none.")
  var statistics = StatisticsScope.full
  @Flag(help: "Remove a set that stands in the folder, complete or begun with other settings.")
  var force = false
  @OptionGroup var jobs: JobsOption
  @OptionGroup var onError: OnErrorOption
  @OptionGroup var quiet: QuietOption
  @Argument(help: "Manifests, streams or shard sets. (default: standard input)")
  var input: [String] = []

  func validate() throws {
    try checkSetName(name)
    if order.part != nil, sizes.samplesPerShard == nil, sizes.shardCount == nil {
      throw ValidationError(
        "--part needs --samples-per-shard or --shard-count: they say where the shards of each part begin"
      )
    }
    if sizes.shardCount != nil, order.shuffle == false, order.splitBy == nil,
      try ShardSizeOptions.isPipe(input)
    {
      throw ValidationError(
        "--shard-count needs the number of samples, which a pipe does not tell; "
          + "write the manifest or stream to a file first, or take --samples-per-shard")
    }
  }

  func run() throws {
    var packing = ShardPacking(
      inputs: input, folder: output,
      settings: PackingSettings(
        name: name, store: storage.store, statistics: statistics,
        shardSamples: sizes.samplesPerShard, shardSize: sizes.size))
    try storage.apply(to: &packing)
    packing.jobs = jobs.count
    packing.overwrites = force
    packing.commandLine = CommandLine.arguments
    let meter = ProgressMeter("packing", quiet: quiet.isQuiet)
    var failures = FailureLog(onError.policy)
    packing.onSample = { meter.advance() }
    packing.onFailure = { try failures.handle($0, for: $1) }
    if !quiet.isQuiet { packing.onNotice = warn }
    var divided = DividedPacking(packing)
    try order.apply(to: &divided)
    divided.shardCount = sizes.shardCount
    var began = ContinuousClock.now
    var leftOut = 0
    let isSeveral = order.splitBy != nil || order.part != nil
    divided.onSet = { folder, summary in
      meter.finish()
      leftOut += summary.leftOut
      guard !quiet.isQuiet else { return }
      let line = summary.line(seconds: (ContinuousClock.now - began))
      warn((isSeveral ? "\(folder): " : "") + line)
      began = .now
      if summary.splits.count > 1, !isSeveral {
        warn(
          "the samples carry the splits \(summary.splits.joined(separator: ", ")); "
            + "--split-by split makes a set of each")
      }
    }
    SignalCleanup.announce(stoppedBySignal)
    defer { SignalCleanup.announce("") }
    try divided.run()
    try failures.finish()
    if leftOut > 0 { throw FindingsReported() }
  }
}

/// Refuses names that would not stand in an index.
func checkSetName(_ name: String) throws {
  let isPlain = name.utf8.allSatisfy { $0 > 32 && $0 != UInt8(ascii: "/") && $0 != 127 }
  guard !name.isEmpty, !name.hasPrefix("."), isPlain else {
    throw ValidationError("--name takes a file name without spaces, not \"\(name)\"")
  }
}

/// What is said when a signal ends a run that can be gone on with.
let stoppedBySignal =
  "segpack: stopped by a signal; the same line goes on where this one stopped"
