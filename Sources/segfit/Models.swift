import ArgumentParser
import SegCommandLine
import SegGraph
import SegImaging
import SegTraining

/// `segfit models`.
struct Models: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the models.",
    discussion: """
      Records of four fields separated by tabs: name, parameters with 3 classes, what it is, and \
      where it is described.
      """)

  func run() throws {
    for model in ModelCatalog.all {
      let graph = try model.graph(classes: 3, input: PixelSize(width: 128, height: 128))
      let fields = [model.name, "\(graph.parameterCount)", model.summary, model.source]
      try printText(fields.joined(separator: "\t") + "\n")
    }
  }
}
