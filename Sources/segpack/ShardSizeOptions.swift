import ArgumentParser
import SegBasics
import SegShards

/// Where one shard ends and the next begins.
struct ShardSizeOptions: ParsableArguments {
  @Option(
    name: [.customLong("samples-per-shard"), .customLong("shard-samples")],
    help: ArgumentHelp(
      "A shard for each n samples of the input, or more where they are large.", valueName: "n"))
  var samplesPerShard: Int?
  @Option(
    name: .customLong("shard-size"),
    help: ArgumentHelp(
      "The size a shard does not grow over; K, M, G and T count 1024. "
        + "(default: \(ByteCount(bytes: PackingSettings.usualShardSize).defaultValueDescription))",
      valueName: "bytes"))
  var shardSize: ByteCount?
  @Option(
    help: ArgumentHelp(
      "Just n shards, alike in samples to within one; the input is counted first.", valueName: "n"))
  var shardCount: Int?

  /// The size a shard does not grow over, in bytes.
  var size: Int { shardSize?.bytes ?? PackingSettings.usualShardSize }

  func validate() throws {
    guard samplesPerShard ?? 1 > 0 else {
      throw ValidationError("--samples-per-shard takes 1 or more")
    }
    guard let shardCount else { return }
    guard (1...1_000_000).contains(shardCount) else {
      throw ValidationError("--shard-count takes 1 to 1000000, not \(shardCount)")
    }
    guard samplesPerShard == nil, shardSize == nil else {
      throw ValidationError(
        "--shard-count decides alone; leave out --samples-per-shard and --shard-size")
    }
  }

  /// Whether one of the inputs can be read only once.
  static func isPipe(_ inputs: [String]) throws -> Bool {
    try inputs.isEmpty
      || inputs.contains { input in
        try input == "-" || InputNames.command(of: input) != nil
          || InputNames.status(input)?.kind == .other
      }
  }
}
