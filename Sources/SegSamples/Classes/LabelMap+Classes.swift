import SegImaging

extension LabelMap {
  /// The label map in the width its class table asks for, with the table's own ignore index.
  ///
  /// With at most 255 classes 8 bits, where 255 and 65535 both become 255; with more 16 bits, where the
  /// 255 of a map of 8 bits becomes 65535.
  ///
  /// - Throws: ``SampleError/unknownClass(_:x:y:classes:)`` at the first value that is neither a class
  ///   index nor ignored.
  public func normalized(for classes: ClassTable) throws(SampleError) -> LabelMap {
    try checkClassIndices(self, classes: classes)
    switch (self, classes.ignoreIndex) {
    case (.uint8, 255), (.uint16, 65535): return self
    case (.uint8(let raster), _):
      return .uint16(raster.converted { $0 == 255 ? 65535 : UInt16($0) })
    case (.uint16(let raster), _):
      // What is left above 255 is the 65535 that stands for ignore.
      return .uint8(raster.converted { UInt8(min($0, 255)) })
    }
  }
}

/// Checks that every value is a class index of the table or stands for ignore.
///
/// The ignore index is that of the map's width; 255 in a map of 16 bits too, where it is no class.
///
/// - Throws: ``SampleError/unknownClass(_:x:y:classes:)`` at the first that is not.
public func checkClassIndices(
  _ labelMap: LabelMap, classes: ClassTable
) throws(SampleError) {
  let count = classes.entries.count
  func check<Scalar>(_ raster: Raster<Scalar>) throws(SampleError) {
    let last = Scalar(truncatingIfNeeded: min(count, Int(Scalar.max)) - 1)
    let ignored = (Scalar.max, Scalar(exactly: classes.ignoreIndex) ?? .max)
    let unknown = raster.values.firstIndex { $0 > last && $0 != ignored.0 && $0 != ignored.1 }
    guard let position = unknown else { return }
    throw .unknownClass(
      Int(raster.values[position]), x: position % raster.width, y: position / raster.width,
      classes: classes)
  }
  switch labelMap {
  case .uint8(let raster): try check(raster)
  case .uint16(let raster): try check(raster)
  }
}

extension Raster {
  /// A raster of another width of sample.
  fileprivate func converted<Other>(_ convert: (Scalar) -> Other) -> Raster<Other> {
    Raster<Other>(height: height, width: width, channels: channels) { output in
      for (position, value) in values.enumerated() { output[position] = convert(value) }
    }
  }
}
