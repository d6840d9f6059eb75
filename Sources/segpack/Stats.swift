import ArgumentParser
import SegBasics
import SegCommandLine
import SegShards

struct Stats: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Counts samples, splits, sizes, members and the pixels of each class.",
    discussion: """
      Prints records of fields parted by tabs:
        samples N, shards N, label-maps N, split NAME N, width MIN MEDIAN MAX,
        height MIN MEDIAN MAX, member EXTENSION N BYTES, class INDEX NAME PIXELS SHARE
        SAMPLES, ignore PIXELS SHARE, mean R G B, std R G B

      Pixels are counted when a set is packed, and stated in its dataset.json; those of foreign \
      shards and streams are counted here. A manifest is for segls stats.

      EXAMPLES
        segpack stats pets/
        segpack stats train/ val/ --json
      """)

  @Flag(help: "Print one JSON object.")
  var json = false
  @OptionGroup var jobs: JobsOption
  @OptionGroup var onError: OnErrorOption
  @OptionGroup var sources: InputOptions
  @OptionGroup var quiet: QuietOption
  @Argument(help: ArgumentHelp("Shard sets, shards or streams; counted as one.", valueName: "set"))
  var sets: [String]

  func validate() throws {
    if case .quarantine = onError.policy {
      throw ValidationError("stats moves no samples: --on-error takes fail or skip here")
    }
  }

  func run() throws {
    var statistics = StoredStatistics()
    var failures = FailureLog(onError.policy)
    let meter = ProgressMeter("counting", quiet: quiet.isQuiet)
    for path in try InputNames.expand(sets) {
      try statistics.add(
        path, jobs: jobs.count, onFailure: { try failures.handle($0, for: $1) },
        onSample: { meter.advance() })
    }
    meter.finish()
    let output = DescriptorSink.standardOutput()
    try output.write(json ? try statistics.json() + "\n" : statistics.text)
    try output.flush()
    try failures.finish()
  }
}
