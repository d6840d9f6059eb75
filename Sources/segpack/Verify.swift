import ArgumentParser
import SegBasics
import SegCommandLine
import SegShards

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks sums, sizes, indexes and keys of shard sets; prints one line for each fault.",
    discussion: """
      A folder of foreign shards, without dataset.json, has nothing to be compared with: only its \
      structure is checked.
      """)

  @Flag(help: "Decode every image and label map too, and compare the statistics.")
  var deep = false
  @OptionGroup var jobs: JobsOption
  @OptionGroup var quiet: QuietOption
  @Argument(help: ArgumentHelp("Shard sets or shards.", valueName: "set"))
  var sets: [String]

  func run() throws {
    let output = DescriptorSink.standardOutput()
    var failure: (any Error)?
    var verification = ShardVerification { fault in
      do { try output.write("\(fault)\n") } catch { failure = error }
    }
    verification.isDeep = deep
    verification.jobs = jobs.count
    if !quiet.isQuiet { verification.onNotice = warn }
    for path in sets {
      try verification.check(path)
      try output.flush()
    }
    if let failure { throw failure }
    if !quiet.isQuiet {
      warn(
        "\(verification.samples) samples in \(verification.shards) shards, "
          + "\(verification.faults) faults")
    }
    if verification.faults > 0 { throw FindingsReported() }
  }
}
