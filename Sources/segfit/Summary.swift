import ArgumentParser
import SegCommandLine
import SegGraph
import SegImaging
import SegTraining

/// `segfit summary`.
struct Summary: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows the layers of a model with shapes, parameters and multiply-adds.",
    discussion: """
      One line a layer in the manner of torchinfo, with shapes of one picture, and the totals below.

      EXAMPLES
        segfit summary segnet
        segfit summary segnet --classes 21 --input 320x256
      """)

  @Argument(help: ArgumentHelp("The model (segfit models lists them).", valueName: "model"))
  var model: String

  @Option(help: ArgumentHelp("Classes of the output.", valueName: "n"))
  var classes = 3

  @Option(
    help: ArgumentHelp(
      "Size of the pictures: WIDTHxHEIGHT, or 3xHEIGHTxWIDTH as PyTorch writes it.",
      valueName: "size"))
  var input = InputSize(size: PixelSize(width: 128, height: 128))

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    guard (1...1024).contains(classes) else {
      throw ValidationError("--classes takes 1 to 1024, not \(classes)")
    }
  }

  func run() throws {
    let graph = try ModelCatalog.model(named: model).graph(classes: classes, input: input.size)
    let summary = SegGraph.Summary(graph)
    try printText(json ? try summary.json() + "\n" : summary.text)
  }
}

/// The size of a model's input as it is written on the command line.
struct InputSize: ExpressibleByArgument {
  let size: PixelSize

  init(size: PixelSize) { self.size = size }

  init?(argument: String) {
    let sides = argument.split(separator: "x", omittingEmptySubsequences: false)
      .map { Int($0) ?? 0 }
    guard sides.allSatisfy((1...65535).contains) else { return nil }
    switch sides.count {
    case 2: size = PixelSize(width: sides[0], height: sides[1])
    case 3 where sides[0] == 3: size = PixelSize(width: sides[2], height: sides[1])
    default: return nil
    }
  }

  var defaultValueDescription: String { size.description }
}
