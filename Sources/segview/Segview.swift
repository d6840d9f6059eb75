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
        segls pets | segaug hflip jitter --copies 4 | segview --tile 128 > sheet.png

      EXIT STATUS
        0 done; 1 done, with samples left out; 64 usage; 65 bad data; 66 no input;
        73 cannot create; 74 read or write error.
      """,
    version: "0.1.0", subcommands: [Sheet.self], defaultSubcommand: Sheet.self)
}
