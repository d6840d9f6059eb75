import SegBasics
import SegImaging

/// Haze that is thicker in places: `v + (maximum − v) · density`.
///
/// In place of the blurred discs of albumentations' RandomFog, the density is smooth: random numbers at
/// the points of a grid, whose cells are `size` of the shorter edge, interpolated twice; of them it is
/// `strength` times between a half and one. Draws the strength and a seed.
struct Fog: Operation {
  static let specification = OperationSpecification(
    name: "fog", summary: "lays haze over the picture", targets: [.image],
    mainParameter: "strength",
    parameters: [
      .init("strength", "NUMBER or a..b", standard: "0.3..0.7", "at the thickest; 0 to 1"),
      .init("size", "0.01..1", standard: "0.25", "of banks of fog, by the shorter edge"),
    ], examples: ["fog", "fog=0.9:size=0.1"])

  struct Drawn: Codable {
    var strength: Double
    var seed: UInt64
  }

  private let strength: ClosedRange<Double>
  private let size: Double

  init(_ arguments: OperationArguments) throws(OperationError) {
    strength = try arguments.requiredRange("strength", in: 0...1)
    size = try arguments.number("size", in: 0.01...1)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    Drawn(
      strength: random.uniform(strength.lowerBound, strength.upperBound), seed: random.seed())
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    try require(drawn.strength, in: 0...1, "a strength")
    let density = density(drawn, size: canvas.size)
    canvas.changeImage { $0.addHaze(density) }
  }

  private func density(_ drawn: Drawn, size canvas: PixelSize) -> Raster<UInt16> {
    let cell = max(1, size * Double(min(canvas.width, canvas.height)))
    let columns = min(canvas.width, Int(Double(canvas.width) / cell) + 2)
    let rows = min(canvas.height, Int(Double(canvas.height) / cell) + 2)
    let words = RandomNumbers(seed: drawn.seed).words(0..<rows * columns)
    let values = words.map { word in
      UInt16(65535 * drawn.strength * (0.5 + 0.5 * Double(word) * 0x1p-32))
    }
    let coarse = Image.uint16(
      Raster(height: rows, width: columns, channels: 1, values: values))
    let middle = PixelSize(
      width: min(canvas.width, 4 * columns), height: min(canvas.height, 4 * rows))
    let smooth = coarse.resized(to: middle, filter: .linear).resized(to: canvas, filter: .linear)
    guard case .uint16(let density) = smooth else { preconditionFailure("16 bits stay 16 bits") }
    return density
  }
}
