import SegBasics
import SegSamples
import Testing

@Suite struct TarTests {
  private func archive(_ members: [(String, [UInt8])]) throws -> [UInt8] {
    let sink = MemorySink()
    var writer = TarWriter(sink)
    for (name, data) in members { try writer.add(name: name, data: data) }
    try writer.finish()
    return sink.bytes
  }

  private func members(_ bytes: [UInt8]) throws -> [TarReader.Member] {
    let reader = TarReader(BufferedInput(bytes: bytes, name: "test"))
    var members: [TarReader.Member] = []
    while let member = try reader.next() { members.append(member) }
    return members
  }

  @Test(arguments: [1, 99, 100, 101, 155, 256, 4000])
  func namesOfAnyLength(length: Int) throws {
    let name = String(repeating: "é", count: length / 2) + (length % 2 == 1 ? "x" : "")
    let read = try members(archive([(name, [1, 2, 3]), ("b", [])]))
    #expect(read.map(\.name) == [name, "b"])
    #expect(read[0].data == [1, 2, 3])
    #expect(read.allSatisfy { $0.offset % 512 == 0 })
  }

  /// What readers that know nothing of pax see is cut, but never within a character.
  @Test func longNamesAreCutBetweenCharacters() throws {
    for (prefix, kept) in [(99, 99), (98, 100), (97, 99), (100, 100)] {
      let name = String(repeating: "a", count: prefix) + String(repeating: "é", count: 20)
      let bytes = try archive([(name, [])])
      // The member's own header stands behind the pax header and its records.
      let field = bytes[1024..<1124].prefix { $0 != 0 }
      #expect(field.elementsEqual(name.utf8.prefix(kept)), "\(prefix)")
      #expect(try members(bytes).map(\.name) == [name])
    }
  }

  @Test func archivesFollowOneAnother() throws {
    let read = try members(archive([("a", [1])]) + archive([("b", [2])]))
    #expect(read.map(\.name) == ["a", "b"])
  }

  /// Wherever an archive breaks off, even between two members, it is an error, never a shorter archive.
  @Test func cutOffAnywhere() throws {
    let whole = try archive([
      ("a", Array(repeating: 7, count: 600)), (String(repeating: "n", count: 150), [1, 2]),
    ])
    for length in 1...(whole.count - 1024) {
      #expect(throws: TarError.self, "\(length) bytes") { try members(Array(whole[..<length])) }
    }
    #expect(try members(Array(whole[..<(whole.count - 512)])).count == 2)
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func flippedBytesNeverCrash(seed: UInt64) throws {
    var bytes = try archive([
      ("a.txt", Array("hello".utf8)), (String(repeating: "p/", count: 80), [1]),
    ])
    var random = RandomStream(seed: seed)
    for _ in 0..<3 {
      bytes[random.integer(in: 0...(bytes.count - 1))] = UInt8(random.integer(in: 0...255))
    }
    do { _ = try members(bytes) } catch is TarError {}
  }

  @Test func hugeSizesAreRefusedWithoutMemory() throws {
    var bytes = try archive([("a", [])])
    // A size in base 256 of 2^55 bytes, with the checksum mended.
    bytes.replaceSubrange(124..<136, with: [0x80, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0])
    let sum = (0..<512).reduce(0) { $0 + ((148..<156).contains($1) ? 32 : Int(bytes[$1])) }
    let digits = String(sum, radix: 8)
    let field = String(repeating: "0", count: 6 - digits.count) + digits + "\u{0} "
    bytes.replaceSubrange(148..<156, with: Array(field.utf8))
    #expect(throws: TarError.self) { try members(bytes) }
  }

  /// The same bytes wherever and whenever they are written: GNU tar's own listing of this archive is
  /// `-rw-r--r-- 0/0 1 1970-01-01 00:00 a`.
  @Test func headerHoldsNothingOfTheMachine() throws {
    let bytes = try archive([("a", [1])])
    let text = { (range: Range<Int>) in String(decoding: bytes[range], as: UTF8.self) }
    #expect(
      text(100..<156)
        == "0000644\u{0}0000000\u{0}0000000\u{0}00000000001\u{0}00000000000\u{0}006077\u{0} ")
    #expect(bytes[265..<500].allSatisfy { $0 == 0 })
    #expect(bytes.count == 512 + 512 + 1024)
  }
}
