import CKernels

extension Image {
  /// Mixes in another picture: `w·v + (1 − w)·other`, in float32, rounded half to even.
  ///
  /// - Parameters:
  ///   - other: A picture of the same size, channels and bits.
  ///   - weight: The weight of this picture, `0...1`.
  /// - Precondition: The pictures are alike, and the weight is in range.
  public mutating func blend(with other: Image, weight: Double) {
    precondition((0...1).contains(weight), "a weight of \(weight)")
    precondition(size == other.size && channels == other.channels, "pictures of two kinds")
    switch (consume self, other) {
    case (.uint8(var raster), .uint8(let other)):
      seg_blend_u8(&raster.values, other.values, other.values.count, Float(weight))
      self = .uint8(raster)
    case (.uint16(var raster), .uint16(let other)):
      seg_blend_u16(&raster.values, other.values, other.values.count, Float(weight))
      self = .uint16(raster)
    case (let image, _):
      preconditionFailure("pictures of 8 and of 16 bits cannot be blended into \(image.size)")
    }
  }
}
