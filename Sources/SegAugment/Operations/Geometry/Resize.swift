import SegBasics
import SegImaging

/// Brings every sample to a size, one of its edges to a length, or both by a factor.
///
/// reference: augmentation 2.1. The label map is sampled by `nearest` where the picture is, and by
/// `nearest-exact` for every other filter, so that neither is shifted against the other. Lengths follow
/// torchvision: the edge that is not given is cut to whole pixels; those of a factor are rounded.
struct Resize: Operation {
  static let specification = OperationSpecification(
    name: "resize", summary: "changes the size in pixels", targets: [.image, .labelMap],
    mainParameter: "size",
    parameters: [
      .init(
        "size", "WIDTHxHEIGHT, EDGE or a..b", standard: nil,
        "the size, or the length of the shorter edge; 1 to 65535 pixels"),
      filterParameter,
      .init("longest", "EDGE or a..b", standard: nil, "instead: the length of the longer edge"),
      .init(
        "factor", "NUMBER or a..b", standard: nil, "instead: times what the sample has, 0.001..1000"
      ),
      .init("max", "EDGE", standard: "65535", "with EDGE: the longer edge is at most this long"),
      .init(
        "multiple", "1..65535", standard: "1", "width and height become the nearest multiples"),
      .init(
        "rounding", "usual|down|nearest", standard: "usual",
        "of an edge that follows from another; usual cuts it, but takes the nearest with factor"),
    ],
    examples: [
      "resize=40x30", "resize=24:filter=area", "resize=31x17:filter=nearest",
      "resize:factor=0.5..2", "resize:longest=20..60,multiple=8,filter=bicubic",
    ])

  /// The parameter `filter` of every operation that resizes.
  static let filterParameter = OperationSpecification.Parameter(
    "filter", ResizeFilter.allCases.map(\.rawValue).joined(separator: "|"), standard: "bilinear",
    "for the picture: bilinear and bicubic are antialiased as in torchvision, linear, cubic and"
      + " area are OpenCV's")

  private enum Rounding: String, CaseIterable {
    case usual
    case down
    case nearest
  }

  private enum Goal {
    case exactly(PixelSize)
    case shorterEdge(ClosedRange<Int>, longestAllowed: Int)
    case longerEdge(ClosedRange<Int>)
    case factor(ClosedRange<Double>)
    case same
  }

  private let goal: Goal
  private let multiple: Int
  private let rounding: Rounding
  let filter: ResizeFilter

  init(_ arguments: OperationArguments) throws(OperationError) {
    let edges = 1...65535
    filter = try arguments.choice("filter", as: ResizeFilter.self)
    multiple = try arguments.wholeNumber("multiple", in: edges)
    rounding = try arguments.choice("rounding", as: Rounding.self)
    let goals = ["size", "longest", "factor"].filter(arguments.isChanged)
    guard goals.count <= 1 else {
      throw arguments.refuse(
        try arguments.requiredText(goals[1]), goals[1], "no such parameter beside \(goals[0])")
    }
    switch goals.first {
    case "longest": goal = .longerEdge(try arguments.wholeNumbers("longest", in: edges))
    case "factor":
      goal = .factor(try arguments.range("factor", in: 0.001...1000) { $0...$0 } ?? 1...1)
    case nil where arguments.isChanged("multiple"): goal = .same
    default:
      let text = try arguments.requiredText("size")
      if text.contains("x") {
        goal = .exactly(try arguments.size("size"))
      } else {
        guard let range = try? arguments.wholeNumbers("size", in: edges) else {
          throw arguments.refuse(
            text, "size", "WIDTHxHEIGHT, one edge, or a range of edges a..b, of 1 to 65535 pixels")
        }
        goal = .shorterEdge(
          range, longestAllowed: try arguments.wholeNumber("max", in: 1...65535))
      }
    }
  }

  /// The size every sample gets; nil when it depends on the sample.
  var fixedSize: PixelSize? {
    guard case .exactly(let size) = goal else { return nil }
    return rounded(size)
  }

  func fitting(_ size: PixelSize) -> Fitting? {
    switch goal {
    case .shorterEdge(let edges, _) where edges.count > 1: return nil
    case .longerEdge(let edges) where edges.count > 1: return nil
    case .factor(let factors) where factors.lowerBound < factors.upperBound: return nil
    default:
      var unused = RandomStream(seed: 0)
      return Fitting(size: newSize(of: size, from: &unused))
    }
  }

  struct Drawn: Codable {
    var width: Int
    var height: Int
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let size = newSize(of: canvas.size, from: &random)
    return Drawn(width: size.width, height: size.height)
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    try canvas.resize(
      to: PixelSize(width: drawn.width, height: drawn.height), filter: filter,
      labels: filter.forLabels)
  }

  private func newSize(of size: PixelSize, from random: inout RandomStream) -> PixelSize {
    let short = min(size.width, size.height)
    let long = max(size.width, size.height)
    func edges(_ newShort: Int, _ newLong: Int) -> PixelSize {
      size.width <= size.height
        ? PixelSize(width: newShort, height: newLong) : PixelSize(width: newLong, height: newShort)
    }
    switch goal {
    case .same: return rounded(size)
    case .exactly(let exact): return rounded(exact)
    case .shorterEdge(let range, let longestAllowed):
      let edge = range.count == 1 ? range.lowerBound : random.integer(in: range)
      let newLong = share(edge, long, of: short)
      if newLong <= longestAllowed { return rounded(edges(edge, newLong)) }
      return rounded(edges(max(1, longestAllowed * edge / newLong), longestAllowed))
    case .longerEdge(let range):
      let edge = range.count == 1 ? range.lowerBound : random.integer(in: range)
      return rounded(edges(max(1, share(edge, short, of: long)), edge))
    case .factor(let range):
      let factor =
        range.lowerBound == range.upperBound
        ? range.lowerBound : random.uniform(range.lowerBound, range.upperBound)
      func scaled(_ length: Int) -> Int {
        let scaled = Double(length) * factor
        return max(1, Int(rounding == .down ? scaled : scaled.rounded(.toNearestOrEven)))
      }
      return rounded(PixelSize(width: scaled(size.width), height: scaled(size.height)))
    }
  }

  /// `edge · other / own`, cut or, if wanted, to the nearest whole number.
  private func share(_ edge: Int, _ other: Int, of own: Int) -> Int {
    guard rounding == .nearest else { return edge * other / own }
    return Int((Double(edge * other) / Double(own)).rounded(.toNearestOrEven))
  }

  /// The nearest size of whole multiples.
  private func rounded(_ size: PixelSize) -> PixelSize {
    func nearest(_ length: Int) -> Int {
      max(1, (2 * length + multiple) / (2 * multiple)) * multiple
    }
    return PixelSize(width: nearest(size.width), height: nearest(size.height))
  }
}

extension ResizeFilter {
  /// How a label map is sampled beside a picture, so that neither is shifted against the other.
  var forLabels: LabelResizeFilter { self == .nearest ? .nearest : .nearestExact }
}
