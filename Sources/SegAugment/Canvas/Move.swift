import SegImaging

/// One movement of pixels, the same for picture and label map.
enum Move: Sendable {
  /// One of the eight turns and mirrorings, numbered as Exif orientations are, `2...8`.
  case turn(Int)
  /// A rectangle of the picture.
  case crop(PixelBox)
  /// A projective map, sampled.
  case warp(Warp)
  /// Any other map, sampled.
  case displace(Sampling)
  /// Another size.
  case resize(PixelSize, ResizeFilter, LabelResizeFilter)

  /// The size that comes of a picture of size `size`.
  func size(of size: PixelSize) -> PixelSize {
    switch self {
    case .turn(let orientation): orientation >= 5 ? size.transposed : size
    case .crop(let box): box.size
    case .warp(let warp): warp.size
    case .displace(let sampling): sampling.size
    case .resize(let size, _, _): size
    }
  }
}
