import CKernels
import Testing

@testable import SegShards

/// Two checksums in one pass against one after the other.
@Suite struct XXH64BothTests {
  @Test(arguments: [0, 1, 31, 32, 33, 2047, 2048, 2049, 8192, 100_003])
  func bothAreWhatEachWouldBe(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 131 &+ $0 >> 8) }
    for (before, between) in [(0, 0), (512, 0), (5, 0), (0, 7), (3, 64)] {
      var first = XXH64()
      var second = XXH64()
      var both = (XXH64(), XXH64())
      let head = [UInt8](repeating: 9, count: before)
      let middle = [UInt8](repeating: 5, count: between)
      head.withUnsafeBytes {
        first.add($0)
        both.0.add($0)
      }
      middle.withUnsafeBytes {
        second.add($0)
        both.1.add($0)
      }
      bytes.withUnsafeBytes {
        first.add($0)
        second.add($0)
        XXH64.add($0, to: &both.0, and: &both.1)
        // The state after it goes on as it should.
        first.add($0)
        both.0.add($0)
      }
      #expect(both.0.value == first.value)
      #expect(both.1.value == second.value)
    }
  }

  /// Each way to take the rounds against the other, where the machine has both.
  @Test(arguments: [0, 64, 128, 640, 1 << 14])
  func vectorsGiveWhatPlainRoundsGive(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 97 &+ $0 >> 5) }
    var plain: [[UInt64]] = [[1, 2, 3, .max], [5, 6, 1 << 63, 8]]
    var vectors = plain
    var hasVectors = false
    bytes.withUnsafeBytes {
      let (address, count) = ($0.baseAddress, $0.count)
      var (a, b) = (plain[0], plain[1])
      seg_xxh64_both_plain(&a, &b, address, count)
      plain = [a, b]
      (a, b) = (vectors[0], vectors[1])
      hasVectors = seg_xxh64_both_vectors(&a, &b, address, count)
      vectors = [a, b]
    }
    #expect(!hasVectors || vectors == plain)
  }
}
