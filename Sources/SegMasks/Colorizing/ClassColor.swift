import SegImaging
import SegSamples

extension RGBColor {
  /// What ignored pixels are drawn in: the cream of PASCAL VOC's borders, (224, 224, 192).
  public static let ignored = RGBColor(224, 224, 192)
}

extension LabelMap {
  /// The colour each value is drawn in: 256 or 65536 of them.
  ///
  /// A class has the colour of the table; the ignore index has ``SegImaging/RGBColor/ignored``; every
  /// other value, and every class when there is no table, has the VOC palette's colour.
  ///
  /// - Parameter classes: The table, if there is one.
  public func colors(classes: ClassTable?) -> [RGBColor] {
    let count =
      switch self {
      case .uint8: 256
      case .uint16: 65536
      }
    return (0..<count).map { value in
      // First: an 8-bit map has no class 255, whatever the table has.
      if isIgnored(value, classes: classes) { return .ignored }
      guard let classes, value < classes.entries.count else { return .paletteColor(value) }
      return classes.entries[value].color
    }
  }

  /// True for the ignore index of the map, and for that of the table.
  public func isIgnored(_ value: Int, classes: ClassTable?) -> Bool {
    value == ignoreIndex || value == classes?.ignoreIndex
  }
}
