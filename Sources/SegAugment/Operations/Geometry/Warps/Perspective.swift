import SegBasics
import SegImaging

/// Moves the four corners inwards; torchvision's `RandomPerspective`.
///
/// reference: augmentation 2.5.
struct Perspective: SizeKeepingOperation {
  static let specification = OperationSpecification(
    name: "perspective", summary: "shows the picture from aside", targets: [.image, .labelMap],
    mainParameter: "distortion",
    parameters: [
      .init(
        "distortion", "0..1", standard: "0.5",
        "corners move at most this part of half the width and height")
    ] + SamplingParameters.described,
    examples: ["perspective", "perspective=0.3:filter=bicubic,fill=255/0/0"])

  private let distortion: Double
  private let sampling: SamplingParameters

  init(_ arguments: OperationArguments) throws(OperationError) {
    distortion = try arguments.number("distortion", in: 0...1)
    sampling = try SamplingParameters(arguments)
  }

  struct Drawn: Codable {
    /// Where the corners go: x and y of each, clockwise from the top left.
    var corners: [[Double]]
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let (width, height) = (canvas.size.width, canvas.size.height)
    let x = Int(distortion * Double(width / 2))
    let y = Int(distortion * Double(height / 2))
    var corners: [[Double]] = []
    for (right, bottom) in [(false, false), (true, false), (true, true), (false, true)] {
      let column = random.integer(in: right ? (width - x - 1)...(width - 1) : 0...x)
      let row = random.integer(in: bottom ? (height - y - 1)...(height - 1) : 0...y)
      corners.append([Double(column), Double(row)])
    }
    return Drawn(corners: corners)
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    let (right, bottom) = (Double(canvas.size.width - 1), Double(canvas.size.height - 1))
    let start = [(0.0, 0.0), (right, 0.0), (right, bottom), (0.0, bottom)].map {
      (x: $0.0, y: $0.1)
    }
    try canvas.warp(corners: drawn.corners, to: start, sampling)
  }
}

/// Tilts the picture; the four kinds of Augmentor's `skew`.
///
/// reference: augmentation 2.5. Corners move outwards, so what is seen is magnified and nothing is
/// empty.
struct Skew: SizeKeepingOperation {
  static let specification = OperationSpecification(
    name: "skew", summary: "tilts the picture so that parts leave its frame",
    targets: [.image, .labelMap], mainParameter: "magnitude",
    parameters: [
      .init("magnitude", "0..1", standard: "0.5", "at most this part of the longer edge"),
      .init(
        "type", "tilt|tilt-left-right|tilt-top-bottom|corner|random", standard: "random",
        "two corners of one side, or one corner, move outwards; random is any"),
    ] + SamplingParameters.described,
    examples: [
      "skew=0.4", "skew=0.3:type=corner", "skew:type=tilt-left-right", "skew:type=tilt-top-bottom",
    ])

  private enum Kind: String, CaseIterable {
    case tilt
    case tiltLeftRight = "tilt-left-right"
    case tiltTopBottom = "tilt-top-bottom"
    case corner, random
  }

  private let magnitude: Double
  private let kind: Kind
  private let sampling: SamplingParameters

  init(_ arguments: OperationArguments) throws(OperationError) {
    magnitude = try arguments.number("magnitude", in: 0...1)
    kind = try arguments.choice("type", as: Kind.self)
    sampling = try SamplingParameters(arguments)
  }

  struct Drawn: Codable {
    /// Where the corners go: x and y of each, clockwise from the top left.
    var corners: [[Double]]
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let (width, height) = (Double(canvas.size.width), Double(canvas.size.height))
    let most = max(1, Int((max(width, height) * magnitude).rounded(.up)))
    let amount = Double(random.integer(in: 1...most))
    var corners = [[0, 0], [width, 0], [width, height], [0, height]]
    let kind = kind == .random && random.chance(0.5) ? Kind.corner : kind
    if kind == .corner {
      // One corner of four, along one axis.
      let choice = random.integer(in: 0...7)
      let (corner, axis) = (choice / 2, choice % 2)
      corners[corner][axis] += corners[corner][axis] == 0 ? -amount : amount
    } else {
      let side =
        switch kind {
        case .tiltLeftRight: random.integer(in: 0...1)
        case .tiltTopBottom: random.integer(in: 2...3)
        default: random.integer(in: 0...3)
        }
      // Left, right, top, bottom: the two corners of the side move apart.
      let (first, second, axis) = [(0, 3, 1), (1, 2, 1), (0, 1, 0), (3, 2, 0)][side]
      corners[first][axis] -= amount
      corners[second][axis] += amount
    }
    return Drawn(corners: corners)
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    let (width, height) = (Double(canvas.size.width), Double(canvas.size.height))
    let start = [(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)]
      .map { (x: $0.0, y: $0.1) }
    try canvas.warp(corners: drawn.corners, to: start, sampling)
  }
}

extension Canvas {
  /// Moves the corners `start` of the picture to those drawn.
  fileprivate mutating func warp(
    corners: [[Double]], to start: [(x: Double, y: Double)], _ sampling: SamplingParameters
  ) throws(TransformError) {
    guard corners.count == 4, corners.allSatisfy({ $0.count == 2 }) else {
      throw .badDraw("corners are four times two numbers")
    }
    let end = corners.map { (x: $0[0], y: $0[1]) }
    guard end.allSatisfy({ abs($0.x) < 1e6 && abs($0.y) < 1e6 }) else {
      throw .badDraw("corners that far away")
    }
    // Of one row or column, or with three corners on a line, the picture stays as it is.
    guard let homography = Homography.taking(end, to: start) else { return }
    try warp(homography, sampling)
  }
}
