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

      \(exitStatusHelp)
      """,
    version: segkitVersion, subcommands: [Decode.self], defaultSubcommand: Decode.self)
}
