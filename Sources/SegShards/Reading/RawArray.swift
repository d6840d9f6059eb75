import SegBasics
import SegImaging

/// A NumPy array of a shard, in place: 8- or 16-bit, little endian, C order.
public struct RawArray: Sendable {
  /// The lengths of the axes: `[H, W, C]` of a picture, `[H, W]` of a label map.
  public let shape: [Int]
  /// Bits an element: 8 or 16.
  public let bits: Int
  private let file: MappedBytes
  private let start: Int

  /// Looks at the array in a member.
  ///
  /// - Throws: `NPYError`, also for other elements and for Fortran order: those need a copy.
  public init(_ file: MappedBytes) throws(NPYError) {
    let head = file.withUnsafeBytes { Array($0.prefix(RawArray.longestHeader)) }
    let (header, start) = try NPYHeader.parse(head)
    guard let bits = ["|u1": 8, "<u2": 16][header.type] else {
      throw .unsupportedType(header.type)
    }
    var expected = bits / 8
    for length in header.shape {
      let (product, overflow) = expected.multipliedReportingOverflow(by: length)
      guard length > 0, !overflow else { throw .unsupportedShape(header.shape) }
      expected = product
    }
    guard !header.isFortranOrder else {
      throw .notNPY("an array in Fortran order is not read in place")
    }
    guard file.count - start == expected else {
      throw .wrongSize(expected: expected, found: file.count - start)
    }
    shape = header.shape
    self.bits = bits
    self.file = file
    self.start = start
  }

  /// The header's own length field goes up to 64 KiB.
  private static let longestHeader = 12 + 1 << 16

  /// Calls `body` with the elements in C order, which are not to be kept.
  ///
  /// In a shard of the toolkit they stand at a multiple of 64 bytes.
  public func withElements<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try file.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[start...])) }
  }

  /// Everything before the elements: the same bytes in every array of the same type and shape that the
  /// toolkit writes.
  var header: [UInt8] { file.withUnsafeBytes { Array($0[..<start]) } }
}
