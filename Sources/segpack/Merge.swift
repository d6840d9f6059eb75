import ArgumentParser
import SegBasics
import SegCommandLine
import SegShards

struct Merge: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Joins shard sets, or the parts of one, into a set.",
    discussion: """
      Of all parts that segpack create --part made comes the set that one machine would have made, \
      byte for byte, whatever order they are named in. Other sets are joined in the order named; \
      no key may be in two of them.

      Shards are not read and not copied: file systems that can share the blocks of two files do so, \
      on others the shard gets a second name (a hard link). --copy copies, and compares what is read with \
      its checksum, as is done between file systems.

      EXAMPLES
        segpack merge parts/part-* -o shards/
        segpack merge monday/ tuesday/ -o week/
      """)

  @Option(name: [.short, .long], help: ArgumentHelp("The folder of the set.", valueName: "dir"))
  var output: String
  @Option(help: "How shards are called: NAME-000000.tar. (default: as those of the first set)")
  var name: String?
  @Flag(help: "Copy every shard, and share nothing with the sets that are joined.")
  var copy = false
  @Flag(help: replacesHelp)
  var force = false
  @OptionGroup var quiet: QuietOption
  @Argument(help: ArgumentHelp("Shard sets, or all parts of one.", valueName: "set"))
  var sets: [String]

  func validate() throws { if let name { try checkSetName(name) } }

  func run() throws {
    var merging = SetMerging(sets: try InputNames.expand(sets), folder: output)
    merging.name = name
    merging.copies = copy
    merging.overwrites = force
    merging.commandLine = CommandLine.arguments
    let meter = ProgressMeter("merging", quiet: quiet.isQuiet)
    merging.onShard = { meter.advance() }
    let began = ContinuousClock.now
    SignalCleanup.announce(stoppedBySignal)
    defer { SignalCleanup.announce("") }
    let summary = try merging.run()
    meter.finish()
    if !quiet.isQuiet { warn(summary.line(seconds: (ContinuousClock.now - began))) }
  }
}
