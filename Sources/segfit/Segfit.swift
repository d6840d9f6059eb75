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

      EXIT STATUS
        0 done; 1 done, with samples left out; 64 usage; 65 bad data; 66 no input;
        73 cannot create; 74 read or write error; 130, 143 interrupted.
      """,
    version: "0.1.0", subcommands: [Train.self, Eval.self, Predict.self, Summary.self, Models.self])
}
