import SegBasics
import SegImaging

/// A NumPy array as shards hold it: 8 or 16 bits, little endian, C order, data at a multiple of 64.
struct StoredArray {
  /// The whole file.
  let file: [UInt8]
  /// Where the data begin.
  let dataStart: Int
  /// Rows and columns.
  let size: PixelSize
  /// Samples a pixel.
  let channels: Int
  /// Bits a sample: 8 or 16.
  let bits: Int

  /// A picture, `[H, W, C]`; any other form of array is rewritten.
  ///
  /// - Throws: `NPYError`.
  init(image bytes: [UInt8]) throws(NPYError) {
    if let array = StoredArray(asIs: bytes, dimensions: 3) {
      self = array
    } else {
      self.init(try Image(npy: bytes))
    }
  }

  /// A label map, `[H, W]`; any other form of array is rewritten.
  ///
  /// - Throws: `NPYError`.
  init(labelMap bytes: [UInt8]) throws(NPYError) {
    if let array = StoredArray(asIs: bytes, dimensions: 2) {
      self = array
    } else {
      self.init(try LabelMap(npy: bytes))
    }
  }

  /// A picture in memory.
  init(_ image: Image) {
    let bits = if case .uint8 = image { 8 } else { 16 }
    self.init(
      encoded: image.encodedNPY(), size: image.size, channels: image.channels, bits: bits)
  }

  /// A label map in memory.
  init(_ labelMap: LabelMap) {
    let bits = if case .uint8 = labelMap { 8 } else { 16 }
    self.init(encoded: labelMap.encodedNPY(), size: labelMap.size, channels: 1, bits: bits)
  }

  private init(encoded: [UInt8], size: PixelSize, channels: Int, bits: Int) {
    file = encoded
    dataStart = encoded.count - size.width * size.height * channels * bits / 8
    self.size = size
    self.channels = channels
    self.bits = bits
  }

  /// Takes an array that has the stored form already; nil when it has not.
  private init?(asIs bytes: [UInt8], dimensions: Int) {
    guard let (header, dataStart) = try? NPYHeader.parse(bytes), !header.isFortranOrder,
      dataStart % 64 == 0, header.shape.count == dimensions,
      header.shape.allSatisfy({ $0 > 0 }), let bits = ["|u1": 8, "<u2": 16][header.type]
    else { return nil }
    var expected = bits / 8
    for length in header.shape {
      let (product, overflow) = expected.multipliedReportingOverflow(by: length)
      guard !overflow else { return nil }
      expected = product
    }
    let channels = dimensions == 3 ? header.shape[2] : 1
    guard bytes.count - dataStart == expected, channels <= 16 else { return nil }
    file = bytes
    self.dataStart = dataStart
    size = PixelSize(width: header.shape[1], height: header.shape[0])
    self.channels = channels
    self.bits = bits
  }

  /// The samples, in the order of memory.
  func withSamples<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try file.withUnsafeBytes { try body(.init(rebasing: $0[dataStart...])) }
  }
}
