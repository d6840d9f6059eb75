import ArgumentParser
import SegBasics
import SegCommandLine
import SegShards

extension StatisticsScope: ExpressibleByArgument {}

/// How a set is written: what every subcommand shares that makes one.
struct PackingOptions: ParsableArguments {
  @Option(name: [.short, .long], help: ArgumentHelp("The folder of the set.", valueName: "dir"))
  var output: String
  @Option(help: "How shards are called: NAME-000000.tar.")
  var name = "shard"
  @OptionGroup var sizes: ShardSizeOptions
  @OptionGroup var storage: StorageOptions
  @OptionGroup var order: OrderOptions
  @Option(
    help: ArgumentHelp(
      "What is decoded and counted: every image and label map (full), label maps and arrays (arrays), "
        + "or none, which copies files on the word of their headers.",
      discussion:
        "With none, dataset.json has no class counts, and a label value that is no class is "
        + "found when the set is read or by verify --deep, not now."))
  var statistics = StatisticsScope.full
  @Flag(help: replacesHelp)
  var force = false
  @OptionGroup var jobs: JobsOption
  @OptionGroup var onError: OnErrorOption
  @OptionGroup var quiet: QuietOption

  func validate() throws {
    try checkSetName(name)
    if order.part != nil, sizes.samplesPerShard == nil, sizes.shardCount == nil {
      throw ValidationError(
        "--part needs --samples-per-shard or --shard-count: they say where the shards of each part begin"
      )
    }
  }

  /// Refuses inputs that cannot be counted before they are packed, where that is needed.
  func check(_ inputs: [String]) throws {
    guard sizes.shardCount != nil, !order.shuffle, order.splitBy == nil,
      try ShardSizeOptions.isPipe(inputs)
    else { return }
    throw ValidationError(
      "--shard-count needs the number of samples, which a pipe does not tell; "
        + "write the manifest or stream to a file first, or take --samples-per-shard")
  }

  /// Packs some inputs and reports on it.
  ///
  /// - Parameter source: The samples of the inputs, where they have been found in another way.
  func pack(_ inputs: [String], source: SampleSource? = nil) throws {
    var packing = ShardPacking(
      inputs: inputs, folder: output,
      settings: PackingSettings(
        name: name, store: storage.store, statistics: statistics,
        shardSamples: sizes.samplesPerShard, shardSize: sizes.size))
    packing.source = source
    try storage.apply(to: &packing)
    packing.jobs = jobs.count
    packing.overwrites = force
    try packing.report(onError: onError.policy, isQuiet: quiet.isQuiet) { packing, meter in
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
      try divided.run()
      return leftOut
    }
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

extension ShardPacking {
  /// Packs into one set, with progress, the policy on errors, and a line at the end.
  func run(onError policy: FailurePolicy, isQuiet: Bool) throws {
    try report(onError: policy, isQuiet: isQuiet) { packing, meter in
      let began = ContinuousClock.now
      let summary = try packing.run()
      meter.finish()
      if !isQuiet { warn(summary.line(seconds: (ContinuousClock.now - began))) }
      return summary.leftOut
    }
  }

  /// Packs with progress and the policy on errors.
  ///
  /// - Parameter pack: Packs, and returns how many samples were left out.
  fileprivate func report(
    onError policy: FailurePolicy, isQuiet: Bool,
    _ pack: (ShardPacking, ProgressMeter) throws -> Int
  ) throws {
    var packing = self
    packing.commandLine = CommandLine.arguments
    let meter = ProgressMeter("packing", quiet: isQuiet)
    var failures = FailureLog(policy)
    packing.onSample = { meter.advance() }
    packing.onFailure = { try failures.handle($0, for: $1) }
    if !isQuiet { packing.onNotice = warn }
    SignalCleanup.announce(stoppedBySignal)
    defer { SignalCleanup.announce("") }
    let leftOut = try pack(packing, meter)
    try failures.finish()
    if leftOut > 0 { throw FindingsReported() }
  }
}

/// What --force does in every subcommand that makes a set.
let replacesHelp = ArgumentHelp(
  "Replace a set that stands in the folder, which stays until the new one is complete.",
  discussion:
    "Until then there has to be room for both. Of a set that was interrupted in the making, nothing is "
    + "kept; sets of splits of another division go once the new ones are complete.")
