import SegBasics
import SegImaging

/// albumentations' RandomShadow: polygons that are darker.
///
/// Draws the number of shadows, and for each its corners, x and y anywhere in the region, and its
/// intensity; where shadows overlap, both darken.
struct Shadow: Operation {
  static let specification = OperationSpecification(
    name: "shadow", summary: "darkens polygons", targets: [.image],
    mainParameter: "intensity",
    parameters: [
      .init("intensity", "NUMBER or a..b", standard: "0.3..0.6", "0 to 1; 1 is black"),
      .init("count", "N or a..b", standard: "1..2", "how many shadows; 1 to 100"),
      .init("corners", "N", standard: "5", "of each shadow; 3 to 100"),
      .init(
        "region", "X0/Y0/X1/Y1", standard: "0/0.5/1/1",
        "where corners lie, as shares of the picture; the lower half by default"),
    ], examples: ["shadow", "shadow=0.9:count=3,corners=4,region=0/0/1/1"])

  struct Polygon: Codable {
    /// x and y of each corner in pixels.
    var corners: [[Double]]
    var intensity: Double
  }

  struct Drawn: Codable {
    var shadows: [Polygon]
  }

  private let intensity: ClosedRange<Double>
  private let count: ClosedRange<Int>
  private let corners: Int
  private let region: [Double]

  init(_ arguments: OperationArguments) throws(OperationError) {
    intensity = try arguments.requiredRange("intensity", in: 0...1)
    count = try arguments.wholeNumbers("count", in: 1...100)
    corners = try arguments.wholeNumber("corners", in: 3...100)
    let text = try arguments.requiredText("region")
    region = text.split(separator: "/", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
    guard region.count == 4, region.allSatisfy((0...1).contains), region[0] < region[2],
      region[1] < region[3]
    else { throw arguments.refuse(text, "region", "X0/Y0/X1/Y1 of 0 to 1, X0 < X1 and Y0 < Y1") }
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let (width, height) = (Double(canvas.size.width), Double(canvas.size.height))
    return Drawn(
      shadows: (0..<random.integer(in: count)).map { _ in
        let corners = (0..<corners).map { _ in
          [
            width * random.uniform(region[0], region[2]),
            height * random.uniform(region[1], region[3]),
          ]
        }
        return Polygon(
          corners: corners,
          intensity: random.uniform(intensity.lowerBound, intensity.upperBound))
      })
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    for shadow in drawn.shadows {
      try require(shadow.intensity, in: 0...1, "a shadow")
      guard (3...100).contains(shadow.corners.count),
        shadow.corners.allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isFinite) })
      else { throw .badDraw("a shadow of \(shadow.corners.count) corners") }
      canvas.changeImage {
        $0.darken(shadow.corners.map { ($0[0], $0[1]) }, by: shadow.intensity)
      }
    }
  }
}
