import SegBasics
import SegImaging

/// albumentations' Downscale: the picture made smaller, and as large as before again.
///
/// Draws the factor `s`; the small picture has `round(s·W)` by `round(s·H)` pixels, at least one each.
struct Downscale: Operation {
  static let specification = OperationSpecification(
    name: "downscale", summary: "loses detail by shrinking and growing back", targets: [.image],
    mainParameter: "scale",
    parameters: [
      .init("scale", "NUMBER or a..b", standard: "0.25..0.5", "of width and height; 0.01 to 1"),
      .init("down", filters, standard: "area", "how the picture is made smaller"),
      .init("up", filters, standard: "linear", "how it is made larger again"),
    ], examples: ["downscale", "downscale=0.3:down=nearest,up=nearest"])

  private static let filters = ResizeFilter.allCases.map(\.rawValue).joined(separator: "|")

  struct Drawn: Codable {
    var scale: Double
  }

  private let scale: ClosedRange<Double>
  private let down: ResizeFilter
  private let up: ResizeFilter

  init(_ arguments: OperationArguments) throws(OperationError) {
    scale = try arguments.requiredRange("scale", in: 0.01...1)
    down = try arguments.choice("down", as: ResizeFilter.self)
    up = try arguments.choice("up", as: ResizeFilter.self)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    Drawn(scale: random.uniform(scale.lowerBound, scale.upperBound))
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    try require(drawn.scale, in: 0.01...1, "a scale")
    canvas.changeImage { image in
      let size = image.size
      func scaled(_ edge: Int) -> Int {
        max(1, Int((Double(edge) * drawn.scale).rounded(.toNearestOrEven)))
      }
      let small = PixelSize(width: scaled(size.width), height: scaled(size.height))
      image = image.resized(to: small, filter: down).resized(to: size, filter: up)
    }
  }
}
