import SegImaging
import SegSamples

extension Canvas {
  /// The sample values a fill stands for, one for each channel of the picture.
  ///
  /// Red, green and blue on a picture without colours are their gray (ITU-R BT.601); alpha is opaque
  /// where none is given.
  ///
  /// - Throws: ``TransformError/badFill(values:channels:)``.
  mutating func samples(of fill: Fill) throws(TransformError) -> [UInt16] {
    switch fill {
    case .mean: return image.channelMeans
    case .color(let values):
      guard let color = Self.color(values, channels: channels) else {
        throw .badFill(values: values.count, channels: channels)
      }
      let scale = maximumValue / 255
      return color.map { UInt16(Int($0) * scale) }
    }
  }

  private static func color(_ values: [UInt8], channels: Int) -> [UInt8]? {
    switch (values.count, channels) {
    case (1, 2), (1, 4): return Array(repeating: values[0], count: channels - 1) + [255]
    case (1, _): return Array(repeating: values[0], count: channels)
    case (channels, _): return values
    case (3, 4): return values + [255]
    case (3, 1), (3, 2):
      let gray = (299 * Int(values[0]) + 587 * Int(values[1]) + 114 * Int(values[2]) + 500) / 1000
      return [UInt8(gray), 255].dropLast(2 - channels)
    default: return nil
    }
  }

  /// The class index a fill stands for in a label map.
  ///
  /// - Throws: ``TransformError/unknownClass(_:classes:ignore:)`` for an index that is neither a class
  ///   of the sample's table nor the ignore index, or that the label map cannot hold.
  func index(of fill: LabelFill, in labelMap: LabelMap) throws(TransformError) -> UInt16 {
    let ignore = labelMap.ignoreIndex
    guard case .index(let index) = fill else { return UInt16(ignore) }
    if index == ignore || index == classes?.ignoreIndex { return UInt16(ignore) }
    let count = min(classes?.entries.count ?? ignore, ignore)
    guard (0..<count).contains(index) else {
      throw .unknownClass(index, classes: count, ignore: ignore)
    }
    return UInt16(index)
  }
}

extension Image {
  /// The mean of each channel, rounded half up.
  fileprivate var channelMeans: [UInt16] {
    switch self {
    case .uint8(let raster): raster.channelMeans
    case .uint16(let raster): raster.channelMeans
    }
  }
}

extension Raster {
  fileprivate var channelMeans: [UInt16] {
    var sums = [Int](repeating: 0, count: channels)
    values.withUnsafeBufferPointer { values in
      for channel in 0..<channels {
        var sum = 0
        for index in stride(from: channel, to: values.count, by: channels) {
          sum += Int(values[index])
        }
        sums[channel] = sum
      }
    }
    let pixels = width * height
    return sums.map { UInt16(($0 + pixels / 2) / pixels) }
  }
}
