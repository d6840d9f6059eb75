import ArgumentParser
import SegCommandLine

/// The root of the command.
@main
struct Segaug: SegCommand {
  static let configuration = CommandConfiguration(
    commandName: "segaug",
    abstract: "Transforms images and their masks together, in the order written.",
    discussion: """
      EXAMPLES
        segls pets | segaug resize=128x128 hflip jitter:contrast=0.3 --copies 4 --seed 1 > a.tar
        segaug resize=256 hflip -o out/ photo.jpg mask.png
        segaug ops jitter

      \(exitStatusHelp)
      """,
    version: segkitVersion,
    subcommands: [Apply.self, Describe.self, Ops.self, ReplayCommand.self],
    defaultSubcommand: Apply.self)
}
