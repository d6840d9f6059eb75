import SegBasics
import SegImaging

/// Brings every sample to a size, or its shorter edge to a length.
///
/// reference: augmentation 2.1. The label map is sampled by `nearest` where the picture is, and by
/// `nearest-exact` for every other filter, so that neither is shifted against the other.
struct Resize: Operation {
  static let specification = OperationSpecification(
    name: "resize", summary: "changes the size in pixels", targets: [.image, .labelMap],
    mainParameter: "size",
    parameters: [
      .init(
        "size", "WIDTHxHEIGHT or EDGE", standard: nil,
        "the size, or the length of the shorter edge; 1 to 65535 pixels"),
      .init(
        "filter", ResizeFilter.allCases.map(\.rawValue).joined(separator: "|"),
        standard: "bilinear",
        "for the picture: bilinear is antialiased as in torchvision, linear is OpenCV's"),
      .init("max", "EDGE", standard: "65535", "with EDGE: the longer edge is at most this long"),
    ],
    examples: ["resize=40x30", "resize=24:filter=area", "resize=31x17:filter=nearest"])

  private enum Goal {
    case exactly(PixelSize)
    case shorterEdge(Int, longestAllowed: Int)
  }

  private let goal: Goal
  let filter: ResizeFilter

  init(_ arguments: OperationArguments) throws(OperationError) {
    let text = try arguments.requiredText("size")
    let edges = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    guard (1...2).contains(edges.count), edges.allSatisfy((1...65535).contains) else {
      throw arguments.refuse(text, "size", "WIDTHxHEIGHT or EDGE, each of 1 to 65535 pixels")
    }
    guard edges.count < 2 || edges[0] * edges[1] <= Canvas.maximumPixels else {
      throw arguments.refuse(text, "size", "at most \(Canvas.maximumPixels) pixels")
    }
    let longest = Int(try arguments.number("max", in: 1...65535))
    goal =
      edges.count == 2
      ? .exactly(PixelSize(width: edges[0], height: edges[1]))
      : .shorterEdge(edges[0], longestAllowed: longest)
    filter = try arguments.choice("filter", as: ResizeFilter.self)
  }

  /// The size every sample gets; nil when it depends on the sample.
  var fixedSize: PixelSize? {
    guard case .exactly(let size) = goal else { return nil }
    return size
  }

  struct Drawn: Codable {
    var width: Int
    var height: Int
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let size = target(of: canvas.size)
    return Drawn(width: size.width, height: size.height)
  }

  func size(of size: PixelSize) -> PixelSize? { target(of: size) }

  private func target(of size: PixelSize) -> PixelSize {
    switch goal {
    case .exactly(let size): return size
    case .shorterEdge(let edge, let longestAllowed):
      let short = min(size.width, size.height)
      let long = max(size.width, size.height)
      var newShort = edge
      var newLong = edge * long / short
      if newLong > longestAllowed {
        newShort = max(1, longestAllowed * newShort / newLong)
        newLong = longestAllowed
      }
      return size.width <= size.height
        ? PixelSize(width: newShort, height: newLong) : PixelSize(width: newLong, height: newShort)
    }
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    try canvas.resize(
      to: PixelSize(width: drawn.width, height: drawn.height), filter: filter,
      labels: filter == .nearest ? .nearest : .nearestExact)
  }
}
