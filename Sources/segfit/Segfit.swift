import ArgumentParser
import SegCommandLine

/// The root of the command.
@main
struct Segfit: SegCommand {
  static let configuration = CommandConfiguration(
    commandName: "segfit",
    abstract: "Trains, scores and runs segmentation models.",
    discussion: """
      EXAMPLES
        segfit train shards/ --validate val-shards/ --epochs 20 -o runs/pets
        segfit eval runs/pets val-shards/
        segfit predict runs/pets photo.jpg -o mask.png

      \(exitStatusHelp)
      """,
    version: segkitVersion,
    subcommands: [Train.self, Eval.self, Predict.self, Summary.self, Models.self])
}
