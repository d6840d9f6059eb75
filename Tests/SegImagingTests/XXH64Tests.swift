import CKernels
import Testing

/// Values of `xxhash.xxh64(bytes(i * 7 % 256 for i in range(n)), seed).intdigest()`, xxhash 4.1.0.
@Suite struct XXH64Tests {
  private func hash(count: Int, seed: UInt64 = 0, piece: Int = 1 << 20) -> UInt64 {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    var state = seg_xxh64_state()
    seg_xxh64_begin(&state, seed)
    for start in stride(from: 0, to: count, by: piece) {
      bytes[start..<min(count, start + piece)].withUnsafeBytes {
        seg_xxh64_add(&state, $0.baseAddress, $0.count)
      }
    }
    return seg_xxh64_end(&state)
  }

  @Test(
    arguments: [
      (0, 0xEF46_DB37_51D8_E999), (1, 0xE934_A84A_DB05_2768), (4, 0xAE5A_CDC0_0A55_AC41),
      (13, 0x92E7_AC00_FD9C_E667), (31, 0x0F18_7C62_B1E7_22B7), (32, 0x91B0_CB09_31A8_C629),
      (33, 0x931B_043C_F8D6_5B94), (100, 0x8E22_72C0_8247_D5DB), (1000, 0x2527_5608_A9CF_C168),
    ] as [(Int, UInt64)])
  func equalsTheOriginal(count: Int, expected: UInt64) {
    #expect(hash(count: count) == expected)
  }

  @Test func seed() { #expect(hash(count: 100, seed: 9) == 0x6908_E099_7AED_A94C) }

  @Test(arguments: [1, 3, 31, 32, 33, 64, 999])
  func piecesDoNotMatter(piece: Int) {
    #expect(hash(count: 1000, piece: piece) == 0x2527_5608_A9CF_C168)
  }
}
