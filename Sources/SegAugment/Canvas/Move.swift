import SegImaging

/// One movement of pixels, the same for picture and label map.
enum Move: Sendable {
  /// One of the eight turns and mirrorings, numbered as Exif orientations are, `2...8`.
  case turn(Int)
  /// A rectangle of the picture.
  case crop(PixelBox)
  /// A rectangle that reaches beyond the picture.
  case frame(Frame)
  /// A projective map, sampled.
  case warp(Warp)
  /// Any other map, sampled.
  case displace(Sampling)
  /// Another size.
  case resize(Resizing)

  /// A rectangle that reaches beyond the picture, and what stands there.
  struct Frame: Sendable {
    var box: PixelBox
    let picture: Outside
    /// One for each label map.
    let labelMaps: [Outside]
  }

  /// A rectangle brought to another size, and of that a rectangle.
  struct Resizing: Sendable {
    let part: PixelBox
    let size: PixelSize
    var kept: PixelBox
    let filter: ResizeFilter
    let labels: LabelResizeFilter
  }

  /// The size that comes of a picture of size `size`.
  func size(of size: PixelSize) -> PixelSize {
    switch self {
    case .turn(let orientation): orientation >= 5 ? size.transposed : size
    case .crop(let box): box.size
    case .frame(let frame): frame.box.size
    case .warp(let warp): warp.size
    case .displace(let sampling): sampling.size
    case .resize(let resizing): resizing.kept.size
    }
  }

  func moving(_ image: Image) -> Image {
    switch self {
    case .turn(let orientation): image.oriented(orientation)
    case .crop(let box): image.cropped(to: box)
    case .frame(let frame): image.window(frame.box, outside: frame.picture)
    case .warp(let warp): image.sampled(warp.sampling)
    case .displace(let sampling): image.sampled(sampling)
    case .resize(let resizing):
      image.resized(
        resizing.part, to: resizing.size, keeping: resizing.kept, filter: resizing.filter)
    }
  }

  /// - Parameter number: Which of the label maps this is.
  func moving(_ labelMap: LabelMap, number: Int) -> LabelMap {
    switch self {
    case .turn(let orientation): labelMap.oriented(orientation)
    case .crop(let box): labelMap.cropped(to: box)
    case .frame(let frame): labelMap.window(frame.box, outside: frame.labelMaps[number])
    case .warp(let warp): labelMap.sampled(warp.sampling, number: number)
    case .displace(let sampling): labelMap.sampled(sampling, number: number)
    case .resize(let resizing):
      labelMap.resized(
        resizing.part, to: resizing.size, keeping: resizing.kept, filter: resizing.labels)
    }
  }
}
