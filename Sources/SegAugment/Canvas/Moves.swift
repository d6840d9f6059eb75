import SegImaging

/// Movements that are still to be made, joined so that only the pixels the last of them keeps are read
/// and computed.
///
/// Joining changes no byte: the result is that of one movement after the other.
struct Moves: Sendable {
  private(set) var all: [Move] = []
  /// The sizes before each movement, and after the last.
  private var sizes: [PixelSize]

  init(from size: PixelSize) { sizes = [size] }

  var isEmpty: Bool { all.isEmpty }

  /// The size after the last.
  var size: PixelSize { sizes[sizes.count - 1] }

  /// What they cost: where a warp is among them, several are sampled together.
  var passes: [Pass] { Pass.passes(of: all, from: sizes[0]) }

  private mutating func push(_ move: Move) {
    all.append(move)
    sizes.append(move.size(of: size))
  }

  private mutating func pop() {
    all.removeLast()
    sizes.removeLast()
  }

  mutating func append(_ move: Move) {
    switch (all.last, move) {
    case (_, .crop(let box)): crop(to: box)
    case (.turn(let first), .turn(let second)):
      pop()
      let both = Turn(first).followed(by: Turn(second)).orientation
      if both != 1 { push(.turn(both)) }
    case (.crop(let box), .resize(let resizing)) where resizing.part == PixelBox(box.size):
      pop()
      push(
        .resize(
          .init(
            part: box, size: resizing.size, kept: resizing.kept, filter: resizing.filter,
            labels: resizing.labels)))
    default: push(move)
    }
  }

  /// Crops what is there already, as early as possible.
  private mutating func crop(to box: PixelBox) {
    if box.size == size { return }
    switch all.last {
    case .crop(let earlier):
      pop()
      crop(to: box.moved(by: earlier))
    case .turn(let orientation):
      pop()
      crop(to: Turn(orientation).source(of: box, size: size))
      push(.turn(orientation))
    case .resize(var resizing):
      pop()
      resizing.kept = box.moved(by: resizing.kept)
      push(.resize(resizing))
    case .frame(var frame):
      pop()
      frame.box = box.moved(by: frame.box)
      if frame.box.isInside(size) {
        crop(to: frame.box)
        return
      }
      // What a constant surrounds does not depend on the rest; what is mirrored may.
      if case .constant = frame.picture, let seen = frame.box.intersection(size) {
        crop(to: seen)
        frame.box.x -= seen.x
        frame.box.y -= seen.y
      }
      push(.frame(frame))
    case .warp, .displace, nil: push(.crop(box))
    }
  }
}

extension PixelBox {
  /// The rectangle seen from where another one's corner is the origin seen from.
  fileprivate func moved(by other: PixelBox) -> PixelBox {
    PixelBox(x: x + other.x, y: y + other.y, width: width, height: height)
  }

  /// What of it lies in a picture of this size; nil for nothing.
  fileprivate func intersection(_ size: PixelSize) -> PixelBox? {
    let (left, top) = (max(x, 0), max(y, 0))
    let (right, bottom) = (min(x + width, size.width), min(y + height, size.height))
    guard left < right, top < bottom else { return nil }
    return PixelBox(x: left, y: top, width: right - left, height: bottom - top)
  }
}
