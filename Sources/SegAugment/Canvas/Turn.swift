import SegImaging

/// One of the eight turns and mirrorings as a map from the result to what is turned.
struct Turn {
  /// Whether rows and columns are exchanged.
  private let swaps: Bool
  /// Whether columns and rows of what is turned are read from the last to the first.
  private let mirrorsX: Bool
  private let mirrorsY: Bool

  /// A turn as ``SegImaging/Raster/oriented(_:)`` numbers it, `1...8`.
  init(_ orientation: Int) {
    swaps = orientation >= 5
    mirrorsX = [2, 3, 7, 8].contains(orientation)
    mirrorsY = [3, 4, 6, 7].contains(orientation)
  }

  private init(swaps: Bool, mirrorsX: Bool, mirrorsY: Bool) {
    self.swaps = swaps
    self.mirrorsX = mirrorsX
    self.mirrorsY = mirrorsY
  }

  /// The number, `1...8`.
  var orientation: Int {
    (1...8).first {
      let turn = Turn($0)
      return turn.swaps == swaps && turn.mirrorsX == mirrorsX && turn.mirrorsY == mirrorsY
    } ?? 1
  }

  /// This turn, and then another.
  func followed(by next: Turn) -> Turn {
    Turn(
      swaps: swaps != next.swaps,
      mirrorsX: mirrorsX != (swaps ? next.mirrorsY : next.mirrorsX),
      mirrorsY: mirrorsY != (swaps ? next.mirrorsX : next.mirrorsY))
  }

  /// The rectangle of what is turned, of size `size`, that a rectangle of the result shows.
  func source(of box: PixelBox, size: PixelSize) -> PixelBox {
    let box = swaps ? PixelBox(x: box.y, y: box.x, width: box.height, height: box.width) : box
    return PixelBox(
      x: mirrorsX ? size.width - box.x - box.width : box.x,
      y: mirrorsY ? size.height - box.y - box.height : box.y, width: box.width, height: box.height)
  }
}
