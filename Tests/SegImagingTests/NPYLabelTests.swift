import SegImaging
import Testing

@Suite struct NPYLabelTests {
  /// Every type of integer, in both byte orders; 3 in each pixel but one.
  @Test(
    arguments: ["u", "i"], [(1, "|"), (2, "<"), (2, ">"), (4, "<"), (4, ">"), (8, "<"), (8, ">")])
  func integers(kind: String, width: (Int, String)) throws {
    let (size, order) = width
    func array(_ value: UInt64) -> [UInt8] {
      let header = NPYHeader(type: "\(order)\(kind)\(size)", shape: [2, 3])
      let data = [3, 3, 3, 3, value, 3].flatMap { (value: UInt64) -> [UInt8] in
        let little = (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
        return order == ">" ? little.reversed() : little
      }
      return header.encoded() + data
    }
    let map = try LabelMap(npy: array(100))
    switch map {
    case .uint8(let raster):
      #expect(size == 1 && raster.values == [3, 3, 3, 3, 100, 3])
    case .uint16(let raster):
      #expect(size > 1 && raster.values == [3, 3, 3, 3, 100, 3])
    }
    if size > 2 {
      #expect(throws: NPYError.valueOutOfRange(70_000, x: 1, y: 1)) {
        try LabelMap(npy: array(70_000))
      }
    }
    if kind == "i" {
      #expect(throws: NPYError.valueOutOfRange(-1, x: 1, y: 1)) {
        try LabelMap(npy: array(.max))
      }
    }
  }

  @Test func floatsAreNoLabels() {
    let bytes = NPYHeader(type: "<f4", shape: [1, 1]).encoded() + [0, 0, 0, 0]
    #expect(throws: NPYError.unsupportedType("<f4")) { try LabelMap(npy: bytes) }
  }
}
