import SegBasics
import SegImaging

/// Contrast limited adaptive histogram equalization (Zuiderveld 1994), as OpenCV and Albumentations do.
///
/// Of RGB the lightness is equalized, L of CIE L*a*b*.
struct CLAHE: Operation {
  static let specification = OperationSpecification(
    name: "clahe", summary: "equalizes the histogram of each part, with limited contrast",
    targets: [.image], mainParameter: "clip",
    parameters: [
      .init(
        "clip", "NUMBER or a..b", standard: "1..4",
        "how many times the mean a count may be, 0..1000; 0 means no limit"),
      .init("tiles", "COUNT or ACROSSxDOWN", standard: "8x8", "how many parts, 1..32 each way"),
    ],
    examples: ["clahe", "clahe=2:tiles=4x3"])

  struct Drawn: Codable {
    var clip: Double
  }

  private static let allowed = 0.0...1000
  private let clip: ClosedRange<Double>
  private let tiles: PixelSize

  init(_ arguments: OperationArguments) throws(OperationError) {
    clip = try arguments.range("clip", in: Self.allowed) { $0...$0 } ?? 1...4
    let text = try arguments.requiredText("tiles")
    let counts = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    guard (1...2).contains(counts.count), counts.allSatisfy((1...32).contains) else {
      throw arguments.refuse(text, "tiles", "COUNT or ACROSSxDOWN, each of 1 to 32")
    }
    tiles = PixelSize(width: counts[0], height: counts[counts.count - 1])
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    Drawn(clip: random.uniform(clip.lowerBound, clip.upperBound))
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    try canvas.requireGrayOrRGB()
    let clip = try drawn.clip.drawn(within: Self.allowed)
    canvas.changeImage { $0.equalizeAdaptively(clipLimit: clip, tiles: tiles) }
  }
}
