import SegImaging

extension RGBColor {
  /// The PASCAL VOC colour of an index: its bits, dealt to red, green and blue from the highest on.
  ///
  /// reference: layouts 1.2. Index 0 is black, 255 is (224, 224, 192).
  public static func paletteColor(_ index: Int) -> RGBColor {
    var color = RGBColor(0, 0, 0)
    for step in 0..<8 {
      let bits = index >> (3 * step)
      color.red |= UInt8(bits & 1) << (7 - step)
      color.green |= UInt8(bits >> 1 & 1) << (7 - step)
      color.blue |= UInt8(bits >> 2 & 1) << (7 - step)
    }
    return color
  }
}
