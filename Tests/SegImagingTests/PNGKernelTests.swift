import CKernelTiers
import CKernels
import SegBasics
import Testing

/// The kernels of PNG on every instruction set this machine has, against plain loops.
@Suite struct PNGKernelTests {
  /// The filters as the specification of PNG has them.
  private func undo(
    _ filter: UInt32, _ pixelBytes: Int, _ from: [UInt8], above: [UInt8]
  ) -> [UInt8] {
    var row: [UInt8] = []
    for i in from.indices {
      let left = i >= pixelBytes ? Int(row[i - pixelBytes]) : 0
      let corner = i >= pixelBytes ? Int(above[i - pixelBytes]) : 0
      let up = Int(above[i])
      let p = left + up - corner
      let nearest =
        abs(p - left) <= abs(p - up) && abs(p - left) <= abs(p - corner)
        ? left : abs(p - up) <= abs(p - corner) ? up : corner
      let predicted = [0, left, up, (left + up) / 2, nearest][Int(filter)]
      row.append(from[i] &+ UInt8(predicted))
    }
    return row
  }

  /// Rows of every length at odd places of memory, whose end is not written over.
  @Test(arguments: KernelTierTests.tiers, [1, 2, 3, 4, 6, 8])
  func unfilter(tier: Int32, pixelBytes: Int) {
    var random = RandomStream(seed: UInt64(pixelBytes))
    for filter: UInt32 in 0...4 {
      for pixels in 0...70 {
        let (count, offset) = (pixels * pixelBytes, pixels % 5)
        let from = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        let above = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() & 0x8F) }
        let padding = [UInt8](repeating: 99, count: offset)
        var to = [UInt8](repeating: 77, count: offset + count + 40)
        (padding + from).withUnsafeBufferPointer { from in
          (padding + above).withUnsafeBufferPointer { above in
            to.withUnsafeMutableBufferPointer { to in
              guard let first = from.baseAddress, let up = above.baseAddress,
                let start = to.baseAddress
              else { return }
              seg_png_unfilter_on_tier(
                tier, filter, pixelBytes, first + offset, up + offset, start + offset, count)
            }
          }
        }
        let expected =
          [UInt8](repeating: 77, count: offset) + undo(filter, pixelBytes, from, above: above)
          + [UInt8](repeating: 77, count: 40)
        #expect(to == expected, "filter \(filter), \(pixels) pixels")
      }
    }
  }

  @Test(arguments: KernelTierTests.tiers)
  func highest(tier: Int32) {
    for count in 0...200 {
      let values = (0..<count).map { UInt8($0 * 7 % 251) }
      #expect(seg_highest_u8_on_tier(tier, values, count) == values.max() ?? 0)
    }
  }
}
