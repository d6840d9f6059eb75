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
        segmask --threshold 128 vessels.gif -o vessels.png
        segmask --mask-encoding rgb --classes road.json um_road_000000.png -o road.png
        segls pets | segmask --trimap pet | segpack -o shards/

      \(exitStatusHelp)
      """,
    version: segkitVersion, subcommands: [Decode.self], defaultSubcommand: Decode.self)
}
