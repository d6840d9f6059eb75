import ArgumentParser
import SegCommandLine

/// Reads a data set as it was downloaded.
@main
struct Segls: SegCommand {
  static let configuration = CommandConfiguration(
    commandName: "segls",
    abstract: "Reads a data set as it was downloaded, and pairs pictures with masks.",
    discussion: """
      EXAMPLES
        segls oxford-iiit-pet | head -1
        segls oxford-iiit-pet --split trainval | segpack -o shards/
        segls check oxford-iiit-pet
        segls oxford-iiit-pet | segls split - --parts train=0.9,val=0.1 --seed 1

      \(exitStatusHelp)
      """,
    version: segkitVersion,
    subcommands: [List.self, Check.self, Split.self, Stats.self, Layouts.self],
    defaultSubcommand: List.self)
}
