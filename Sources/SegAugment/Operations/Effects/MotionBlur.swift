import SegBasics
import SegImaging

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// albumentations' MotionBlur: the mean along a line, as of a camera that moves.
///
/// Draws the side `k` of the kernel, the angle, the direction `d`, and, if the line may be shifted, two
/// numbers of `-1 ..< 1`. With the radius `r = ⌊k/2⌋`, `k` points lie at equal distances from `−r·(1 − d)`
/// (from `−r` for `d ≤ 0`) to `r·(1 + d)` (to `r` for `d ≥ 0`) along the angle, moved by half a radius times
/// those two numbers, rounded half to even and kept within the kernel; each place counts once.
struct MotionBlur: Operation {
  static let specification = OperationSpecification(
    name: "motion-blur", summary: "blurs along a line", targets: [.image],
    mainParameter: "kernel",
    parameters: [
      .init("kernel", "N or a..b", standard: "3..7", "the length of the line; odd, 1 to 99 pixels"),
      .init("angle", "DEGREES or a..b", standard: "0..360", "of the line; 90 is downwards"),
      .init("direction", "NUMBER or a..b", standard: "-1..1", "-1 is backwards alone, 0 both ways"),
      .init(
        "shifted", "true|false", standard: "true", "whether the line may miss the pixel itself"),
    ], examples: ["motion-blur", "motion-blur=9:angle=0..45,direction=0,shifted=false"])

  struct Drawn: Codable {
    var kernel: Int
    var angle: Double
    var direction: Double
    /// How far the line is moved right and down, in half radii.
    var shift: [Double]
  }

  private let kernel: ClosedRange<Int>
  private let angle: ClosedRange<Double>
  private let direction: ClosedRange<Double>
  private let isShifted: Bool

  init(_ arguments: OperationArguments) throws(OperationError) {
    kernel = try arguments.kernel()
    angle = try arguments.requiredRange("angle", in: -360...360)
    direction = try arguments.requiredRange("direction", in: -1...1)
    isShifted = try arguments.flag("shifted")
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let side = random.odd(in: kernel)
    let degrees = random.uniform(angle.lowerBound, angle.upperBound)
    let way = random.uniform(direction.lowerBound, direction.upperBound)
    let shift = isShifted ? [random.uniform(-1, 1), random.uniform(-1, 1)] : [0, 0]
    return Drawn(kernel: side, angle: degrees, direction: way, shift: shift)
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    try requireKernel(drawn.kernel)
    try require(drawn.angle, in: -360...360, "an angle")
    try require(drawn.direction, in: -1...1, "a direction")
    guard drawn.shift.count == 2, drawn.shift.allSatisfy((-1...1).contains) else {
      throw .badDraw("a shift of \(drawn.shift)")
    }
    if drawn.kernel == 1 { return }
    let places = Self.places(drawn)
    canvas.changeImage { $0 = $0.averaged(over: places, radius: drawn.kernel / 2) }
  }

  /// The places of the line, row by row.
  static func places(_ drawn: Drawn) -> [(row: Int, column: Int)] {
    let radius = drawn.kernel / 2
    let length = Double(radius)
    let start = drawn.direction > 0 ? -length * (1 - drawn.direction) : -length
    let end = drawn.direction < 0 ? length * (1 + drawn.direction) : length
    let angle = drawn.angle * .pi / 180
    let (right, down) = (cos(angle), sin(angle))
    var isHit = Set<[Int]>()
    for point in 0..<drawn.kernel {
      let t = start + (end - start) * Double(point) / Double(drawn.kernel - 1)
      let place = [
        length + down * t + drawn.shift[1] * length / 2,
        length + right * t + drawn.shift[0] * length / 2,
      ]
      isHit.insert(
        place.map { min(max(Int($0.rounded(.toNearestOrEven)), 0), drawn.kernel - 1) - radius })
    }
    return isHit.sorted { $0.lexicographicallyPrecedes($1) }.map { ($0[0], $0[1]) }
  }
}
