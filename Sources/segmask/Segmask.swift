import ArgumentParser
import SegCommandLine

/// The root of the command.
@main
struct Segmask: SegCommand {
  static let configuration = CommandConfiguration(
    commandName: "segmask",
    abstract: "Decodes masks to class indices.",
    discussion: """
      EXAMPLES
        segmask --trimap binary Abyssinian_1.png -o mask.png
        segls pets | segmask --trimap pet | segpack -o shards/

      EXIT STATUS
        0 done; 1 done, with samples left out; 64 usage; 65 bad data; 66 no input;
        73 cannot create; 74 read or write error.
      """,
    version: "0.1.0", subcommands: [Decode.self], defaultSubcommand: Decode.self)
}
