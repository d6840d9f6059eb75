import ArgumentParser
import SegCommandLine

/// The root of the command.
@main
struct Segbench: SegCommand {
  static let configuration = CommandConfiguration(
    commandName: "segbench",
    abstract: "Measures the toolkit on this machine, a JSON line for each measurement.",
    discussion: """
      EXAMPLES
        segbench augment --image photo.jpg --mask mask.png
        segbench pipeline img/ mask/
        segbench shards shards/

      \(exitStatusHelp)
      """,
    version: segkitVersion, subcommands: [AugmentBench.self, PipelineBench.self, ShardBench.self])
}
