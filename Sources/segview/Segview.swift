import ArgumentParser
import SegCommandLine

/// The root of the command.
@main
struct Segview: SegCommand {
  static let configuration = CommandConfiguration(
    commandName: "segview",
    abstract: "Draws samples with their masks.",
    discussion: """
      EXAMPLES
        segls pets --split trainval | segview -o sheet.png
        segview shards/ --shuffle --seed 7 --count 24 -o sheet.png
        segls pets | segaug hflip jitter:hue=0.1 --copies 4 | segview --tile 128 > sheet.png

      \(exitStatusHelp)
      """,
    version: segkitVersion, subcommands: [Sheet.self], defaultSubcommand: Sheet.self)
}
