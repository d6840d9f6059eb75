import SegGraph
import SegImaging
import SegModels

/// A model that `segfit` builds by name.
public struct ModelCatalog: Sendable {
  /// The word on the command line.
  public let name: String
  /// One line that says what it is.
  public let summary: String
  /// Where it is described.
  public let source: String
  private let build: @Sendable (_ classes: Int, _ input: FeatureShape) throws -> Graph

  /// Every model there is, by name.
  public static let all: [ModelCatalog] = [
    ModelCatalog(
      name: "segnet",
      summary: "encoder and decoder of 4 stages with unpooling, batch norm after each convolution",
      source: "SegNet (Badrinarayanan et al. 2017), in the form of the article series"
    ) { classes, input in try segNet(classes: classes, input: input) }
  ]

  /// The model of a name.
  ///
  /// - Throws: ``TrainingError/unknownModel(_:known:)``.
  public static func model(named name: String) throws(TrainingError) -> ModelCatalog {
    guard let model = all.first(where: { $0.name == name }) else {
      throw .unknownModel(name, known: all.map(\.name))
    }
    return model
  }

  /// The graph of operations.
  ///
  /// - Parameters:
  ///   - classes: Of the output.
  ///   - input: Size of the pictures; they have 3 channels.
  /// - Throws: `GraphError` for a size the model is not defined for.
  public func graph(classes: Int, input: PixelSize) throws -> Graph {
    try build(classes, FeatureShape(height: input.height, width: input.width, channels: 3))
  }
}
