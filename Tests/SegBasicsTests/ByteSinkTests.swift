import SegBasics
import SegTestSupport
import Testing

@Suite struct ByteSinkTests {
  /// Pieces on both sides of what is held back, and of what is written through.
  @Test(arguments: [1, 512, 131_072, 131_073, 240_128, 262_143, 262_144, 300_000], [0, 1, 512])
  func bytesStayInOrder(large: Int, small: Int) throws {
    let folder = try TemporaryFolder()
    let file = try AtomicFile(folder.file("out"))
    var expected: [UInt8] = []
    for (number, count) in [small, large, small, small, large, large, small].enumerated() {
      let piece = [UInt8](repeating: UInt8(number + 1), count: count)
      try file.write(piece)
      expected += piece
    }
    try file.commit()
    #expect(try readFile(folder.file("out")) == expected)
  }
}
