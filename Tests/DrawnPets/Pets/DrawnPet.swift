import SegBasics
import SegImaging

/// A drawn pet with its trimap: a cartoon of a cat or a dog in front of some scenery.
///
/// Everything is drawn from one stream of random numbers, so that the same seed and name give the
/// same picture anywhere.
public struct DrawnPet: Sendable {
  /// The picture, `[H, W, 3]`; 120 to 320 pixels wide.
  public let image: Image
  /// 1 pet, 2 background, 3 the border between them, `[H, W]`.
  public let trimap: LabelMap

  /// Draws a pet.
  ///
  /// - Parameters:
  ///   - name: The name of the picture; the breed is what stands before the last underscore.
  ///   - seed: Another seed draws other pictures for the same names.
  public init(_ name: String, breed: Breed, seed: UInt64) {
    var stream = StreamKey(seed: seed, sample: name).stream(place: "pet")
    let long = stream.integer(in: 180...320)
    let short = max(120, Int(Double(long) * stream.uniform(0.66, 0.9)))
    let (width, height) = stream.chance(0.7) ? (long, short) : (short, long)
    let scenery = Scenery(width: width, height: height, stream: &stream)
    var canvas = Canvas(width: width, height: height) { scenery.color($0) }
    scenery.paintThings(on: &canvas, stream: &stream)

    let poses = PetPainter.Pose.allCases
    let pose = poses[stream.integer(in: 0...poses.count - 1)]
    let (reach, tall): (Float, Float) =
      switch pose {
      case .sitting: (0.4, 1)
      case .standing: (0.66, 1.05)
      case .lying: (0.64, 0.75)
      }
    let w = Float(width)
    let h = Float(height)
    let fit = min(w / (2 * reach), h / tall)
    let scale = fit * Float(stream.uniform(0.68, 0.95))
    let free = w - 2 * reach * scale
    let x = reach * scale + free * Float(stream.uniform(0.2, 0.8))
    let lowest = h - 0.04 * scale
    let highest = min(lowest, max(scenery.horizon + 0.06 * h, tall * scale + 2))
    let y = highest + (lowest - highest) * Float(stream.uniform(0.3, 1))
    let place = Placement(
      origin: Point(x, y), scale: scale, side: stream.chance(0.5) ? 1 : -1)
    PetPainter(breed, at: place, stream: &stream).paint(pose, on: &canvas)
    image = canvas.image
    trimap = canvas.trimap(border: max(2, min(width, height) / 90))
  }
}
