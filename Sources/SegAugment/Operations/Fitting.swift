import SegImaging

/// Where the whole of a picture stands after operations that only bring it to a size.
public struct Fitting: Sendable, Equatable {
  /// The size of the result.
  public var size: PixelSize
  /// The rectangle of the result that shows the picture; what is around it was filled.
  public var picture: PixelBox

  /// A picture that fills the result.
  init(size: PixelSize) { self.init(size: size, picture: PixelBox(size)) }

  init(size: PixelSize, picture: PixelBox) {
    self.size = size
    self.picture = picture
  }

  /// What becomes of it when the result is brought to a size in turn.
  func followed(by next: Fitting) -> Fitting {
    func scaled(_ start: Int, _ length: Int, _ old: Int, _ new: Int) -> (start: Int, length: Int) {
      let factor = Double(new) / Double(old)
      let low = min(Int((Double(start) * factor).rounded()), new - 1)
      let high = Int((Double(start + length) * factor).rounded())
      return (low, max(high - low, 1))
    }
    let x = scaled(picture.x, picture.width, size.width, next.picture.width)
    let y = scaled(picture.y, picture.height, size.height, next.picture.height)
    return Fitting(
      size: next.size,
      picture: PixelBox(
        x: next.picture.x + x.start, y: next.picture.y + y.start, width: x.length,
        height: y.length))
  }
}
