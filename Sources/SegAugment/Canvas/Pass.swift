import SegImaging

/// What costs one pass over the pixels: one movement, or several that are sampled together.
///
/// Turns, crops and warps next to each other compose into one sampling when a warp is among them, if
/// the warps have the same filter and border, and that border is a constant or there is only one warp.
/// So do frames of the same constant, but not with bilinear warps, whose rim would show in the frame.
/// Pixels that a canvas in between does not hold are filled, as they would be one after the other;
/// what differs is that values are interpolated once, and that the rim of such a canvas is not blended.
enum Pass: Sendable {
  case move(Move)
  case sampling(Sampling)

  /// Cuts movements into passes, greedily.
  ///
  /// - Parameter size: The size before the first.
  static func passes(of moves: [Move], from size: PixelSize) -> [Pass] {
    var passes: [Pass] = []
    var size = size
    var run = Composition(from: size)
    for move in moves {
      if let longer = run.followed(by: move) {
        run = longer
      } else {
        passes += run.passes
        run = Composition(from: size)
        if let first = run.followed(by: move) {
          run = first
        } else {
          passes.append(.move(move))
          run = Composition(from: move.size(of: size))
        }
      }
      size = move.size(of: size)
    }
    return passes + run.passes
  }

  func moving(_ image: Image) -> Image {
    switch self {
    case .move(let move): move.moving(image)
    case .sampling(let sampling): image.sampled(sampling)
    }
  }

  /// - Parameter number: Which of the label maps this is.
  func moving(_ labelMap: LabelMap, number: Int) -> LabelMap {
    switch self {
    case .move(let move): move.moving(labelMap, number: number)
    case .sampling(let sampling): labelMap.sampled(sampling, number: number)
    }
  }
}

/// Movements as one map from the result to a rectangle of the source.
private struct Composition {
  private var moves: [Move] = []
  /// From positions in the result to positions in `source`.
  private var homography = Homography.identity
  private var source: PixelBox
  private var size: PixelSize
  private var filter: SampleFilter?
  /// Of warps and frames, once there are some.
  private var border: SampleBorder?
  private var frames = 0
  /// Canvases on which something may be looked for that they do not hold.
  private var passing: [PassedCanvas] = []

  init(from size: PixelSize) {
    self.size = size
    source = PixelBox(size)
  }

  /// As it is done: exactly where nothing is sampled, in one pass where something is.
  var passes: [Pass] {
    guard let filter, let border else { return moves.map(Pass.move) }
    var sampling = Sampling(
      size: size, map: .homography(homography), source: source, filter: filter, border: border)
    sampling.passing = passing
    return [.sampling(sampling)]
  }

  /// With one more movement; nil when it does not compose.
  func followed(by move: Move) -> Composition? {
    var longer = self
    longer.moves.append(move)
    switch move {
    case .turn(let orientation):
      longer.compose(Homography.turning(orientation, to: move.size(of: size)))
    case .crop(let box):
      longer.compose(.translation(Double(box.x), Double(box.y)))
      if border == nil { longer.narrowSource(to: box.size) }
    case .warp(let warp):
      guard filter == nil || filter == warp.filter, longer.lookOutside(to: warp.border),
        longer.frames == 0 || warp.filter != .bilinear
      else { return nil }
      longer.filter = warp.filter
      longer.compose(warp.homography)
    case .frame(let frame):
      guard let border = frame.sampleBorder, filter != .bilinear, longer.lookOutside(to: border)
      else { return nil }
      longer.frames += 1
      longer.compose(.translation(Double(frame.box.x), Double(frame.box.y)))
    case .displace, .resize: return nil
    }
    longer.size = move.size(of: size)
    let numbers = longer.homography.m + longer.passing.flatMap(\.homography.m)
    return numbers.allSatisfy { abs($0) < 1e100 } ? longer : nil
  }

  /// Lets what comes next look beyond the canvas as it is now; false when that cannot be told apart.
  private mutating func lookOutside(to next: SampleBorder) -> Bool {
    if let border {
      guard border == next, case .constant = border else { return false }
      passing.append(PassedCanvas(.identity, size: size))
    }
    border = next
    return true
  }

  private mutating func compose(_ next: Homography) {
    homography = homography.after(next)
    for index in passing.indices {
      passing[index].homography = passing[index].homography.after(next)
    }
  }

  /// Makes what is left of the source the rectangle sampled from, as turns and crops alone allow.
  private mutating func narrowSource(to size: PixelSize) {
    let m = homography.m
    let (width, height) = (Double(size.width), Double(size.height))
    let x = [m[2], m[0] * width + m[1] * height + m[2]]
    let y = [m[5], m[3] * width + m[4] * height + m[5]]
    let corner = (x: min(x[0], x[1]), y: min(y[0], y[1]))
    source = PixelBox(
      x: source.x + Int(corner.x), y: source.y + Int(corner.y),
      width: Int(abs(x[1] - x[0])), height: Int(abs(y[1] - y[0])))
    homography = Homography.translation(-corner.x, -corner.y).after(homography)
  }
}

extension Move.Frame {
  /// A constant that stands around it.
  fileprivate var sampleBorder: SampleBorder? {
    guard case .constant(let color) = picture else { return nil }
    var labels: [UInt16] = []
    for outside in labelMaps {
      guard case .constant(let index) = outside, index.count == 1 else { return nil }
      labels.append(index[0])
    }
    return .constant(color, labels: labels)
  }
}

extension Homography {
  /// The turn of an Exif orientation, from positions in the result of size `size` to those before.
  fileprivate static func turning(_ orientation: Int, to size: PixelSize) -> Homography {
    let (width, height) = (Double(size.width), Double(size.height))
    return switch orientation {
    case 2: Homography(affine: -1, 0, width, 0, 1, 0)
    case 3: Homography(affine: -1, 0, width, 0, -1, height)
    case 4: Homography(affine: 1, 0, 0, 0, -1, height)
    case 5: Homography(affine: 0, 1, 0, 1, 0, 0)
    case 6: Homography(affine: 0, 1, 0, -1, 0, width)
    case 7: Homography(affine: 0, -1, height, -1, 0, width)
    case 8: Homography(affine: 0, -1, height, 1, 0, 0)
    default: .identity
    }
  }
}
