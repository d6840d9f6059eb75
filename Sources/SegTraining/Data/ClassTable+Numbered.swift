import SegSamples

extension ClassTable {
  /// A table of classes without names, in the colours of the VOC palette.
  static func numbered(_ count: Int) -> ClassTable {
    ClassTable((0..<count).map { Entry("class \($0)", color: .paletteColor($0)) })
  }
}
