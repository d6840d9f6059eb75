import Foundation
import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

/// The real `segpack cat` and `list`, from a shell: orders, shares and inputs.
@Suite struct SegpackReadingTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let file = try AtomicFile(folder.file("in.tar"))
    var writer = SampleStreamWriter(file)
    for number in 0..<40 {
      let image = Raster<UInt8>(height: 3, width: 4, channels: 3, filledWith: UInt8(number))
      try writer.add(
        Sample(key: "k\(number)", image: .pixels(.uint8(image)), metadata: SampleMetadata())
          .members())
    }
    try writer.finish()
    try file.commit()
    #expect(try shell("segpack -q -o set --shard-samples 7 in.tar", in: folder).status == 0)
  }

  /// The keys that a line writes as a stream.
  private func keys(_ line: String) throws -> [Int] {
    let result = try shell("\(line) | tar tf - | sed -n 's/^k\\(.*\\).json$/\\1/p'", in: folder)
    #expect(result.status == 0, "\(line): \(result.errors)")
    return result.text.split(separator: "\n").compactMap { Int($0) }
  }

  @Test func anEpochIsAnOrderOfItsOwn() throws {
    let first = try keys("segpack cat set --shuffle --seed 1 --epoch 3")
    #expect(first.sorted() == Array(0..<40) && first != Array(0..<40))
    #expect(try keys("segpack cat set/ --shuffle --seed 1 --epoch 3") == first)
    #expect(try keys("segpack cat set --shuffle --seed 1 --epoch 4") != first)
    #expect(try keys("segpack cat set --shuffle --seed 1 --start 3:13") == Array(first[13...]))
    let shares = try (0..<3).map {
      try keys("segpack cat set --shuffle --seed 1 --epoch 3 --part \($0)/3")
    }
    let merged = (0..<39).map { shares[$0 % 3][$0 / 3] }
    #expect(merged == Array(first[..<39]))
    let wrapped = try keys("segpack cat set --shuffle --seed 1 --epoch 3 --part 2/3 --tail wrap")
    #expect(wrapped == shares[2] + [first[1]])
    #expect(try keys("segpack cat set --part 1/4") == stride(from: 1, to: 40, by: 4).map { $0 })
  }

  @Test func aStreamIsMixedByABuffer() throws {
    let result = try shell(
      """
      cat in.tar | segpack cat - --shuffle-buffer 10 --seed 2 > mixed.tar
      cat in.tar | segpack cat - -q --shuffle-buffer 10 --seed 2 | cmp - mixed.tar && echo same
      tar tf mixed.tar | sort > mixed; tar tf in.tar | sort | cmp - mixed && echo all
      cmp -s in.tar mixed.tar || echo moved
      """, in: folder)
    #expect(result.text == "same\nall\nmoved\n", "\(result.errors)")
    #expect(result.errors.contains("40 samples: rank correlation 0."), "\(result.errors)")
  }

  @Test(arguments: [
    ("segpack cat - --shuffle < in.tar", "--shuffle-buffer"),
    ("segpack cat set k1 --shuffle", "order asked for"),
    ("segpack cat set --seed 1", "--shuffle"), ("segpack cat set --tail drop", "--part"),
    ("segpack cat set --part 3/3", "part"), ("segpack cat set --start x", "start"),
    ("segpack cat set --shuffle --shuffle-buffer 3", "--shuffle-buffer"),
    ("segpack cat set --shuffle-buffer 0", "--shuffle-buffer"),
  ])
  func wrongWordsAreRefused(line: String, word: String) throws {
    let result = try shell("\(line) > out", in: folder)
    #expect(result.status == 64, "\(result.errors)")
    #expect(result.errors.contains(word), "\(result.errors)")
  }
}
