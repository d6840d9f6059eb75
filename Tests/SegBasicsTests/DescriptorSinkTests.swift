import Foundation
import SegBasics
import SegTestSupport
import SystemPackage
import Testing

@Suite struct DescriptorSinkTests {
  /// A large piece after a small one once overtook it.
  @Test(arguments: [
    [512, 150_000, 3], [200_000, 1, 200_000], [1, 131_072, 131_073, 131_072, 7],
    [300_000, 300_000],
  ])
  func keepsTheOrder(sizes: [Int]) throws {
    let folder = try TemporaryFolder()
    let file = try FileDescriptor.open(
      folder.file("a"), .writeOnly, options: .create, permissions: .ownerReadWrite)
    let sink = DescriptorSink(file, name: "a")
    var expected: [UInt8] = []
    for (number, size) in sizes.enumerated() {
      let piece = [UInt8](repeating: UInt8(number + 1), count: size)
      expected += piece
      try sink.write(piece)
    }
    try sink.flush()
    try file.close()
    #expect(try readFile(folder.file("a")) == expected)
  }
}
