import CKernels
import SegBasics
import Testing

/// The counting kernels against loops that cannot be wrong.
@Suite struct HistogramTests {
  @Test(arguments: [0, 1, 31, 32, 33, 64, 1000, 100_003])
  func valuesAreCounted(count: Int) {
    var random = RandomStream(seed: UInt64(count))
    var values: [UInt8] = []
    while values.count < count {
      let value = UInt8(random.integer(in: 0...255))
      values += Array(repeating: value, count: random.integer(in: 1...70))
    }
    values = Array(values[..<count])
    var expected = [UInt64](repeating: 3, count: 256)
    for value in values { expected[Int(value)] += 1 }
    var counts = [UInt64](repeating: 3, count: 256)
    seg_histogram_u8(values, count, &counts)
    #expect(counts == expected)
  }

  /// More rounds of bright values than 32 bits could add up.
  @Test(arguments: [0, 1, 47, 48, 49, 48 * 65536 + 5, 48 * 70000])
  func lanesAreSummed(count: Int) {
    let values = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      for position in 0..<count { buffer[position] = position % 3 == 0 ? 255 : 200 }
      filled = count
    }
    var sums = [UInt64](repeating: 0, count: 48)
    var squares = sums
    seg_lane_sums_u8(values, count, &sums, &squares)
    for lane in 0..<48 {
      let values = UInt64((count - lane + 47) / 48)
      let value: UInt64 = lane % 3 == 0 ? 255 : 200
      #expect(sums[lane] == values * value)
      #expect(squares[lane] == values * value * value)
    }
  }

  @Test func lanesOf16BitsAreSummed() {
    let values = (0..<1000).map { UInt16(65535 - $0) }
    var sums = [UInt64](repeating: 0, count: 48)
    var squares = sums
    seg_lane_sums_u16(values, values.count, &sums, &squares)
    for lane in 0..<48 {
      let own = stride(from: lane, to: 1000, by: 48).map { UInt64(values[$0]) }
      #expect(sums[lane] == own.reduce(0, +))
      #expect(squares[lane] == own.reduce(0) { $0 + $1 * $1 })
    }
  }
}
