import SegBasics
import SegTestSupport
import Testing

@testable import SegSamples

/// The reader in place against the one of streams.
@Suite struct TarScannerTests {
  private struct Found: Equatable {
    var members: [TarReader.Member] = []
    var archives: [Int] = []
    var error: TarError?
    /// Whether the headers in front of each member are known as its own.
    var areFound: [Bool] = []

    static func == (left: Found, right: Found) -> Bool {
      left.members == right.members && left.archives == right.archives && left.error == right.error
    }
  }

  private func read(_ bytes: [UInt8]) throws -> Found {
    let reader = TarReader(BufferedInput(bytes: bytes, name: "x"))
    var found = Found()
    do {
      while let member = try reader.next() {
        found.members.append(member)
        found.archives.append(reader.archive)
      }
    } catch let error as TarError {
      found.error = error
    }
    return found
  }

  private func scan(_ bytes: [UInt8]) -> Found {
    bytes.withUnsafeBytes { bytes in
      var scanner = TarScanner(bytes)
      var found = Found()
      do {
        while let entry = try scanner.next() {
          let data = Array(bytes[entry.offset..<(entry.offset + entry.size)])
          found.members.append(
            TarReader.Member(name: scanner.name(of: entry), offset: entry.offset, data: data))
          found.archives.append(entry.archive)
          found.areFound.append(
            scanner.withName(of: entry) {
              TarHeader.stands(in: bytes, before: entry.offset, size: entry.size, name: $0)
            })
        }
      } catch {
        found.error = error as? TarError
      }
      return found
    }
  }

  private static let archives = Result { try makeArchives() }

  private func archives() throws -> [[UInt8]] { try Self.archives.get() }

  private static func makeArchives() throws -> [[UInt8]] {
    let sink = MemorySink()
    var writer = TarWriter(sink)
    try writer.add(name: "a/" + String(repeating: "long", count: 60) + ".png", data: [1, 2, 3])
    for number in 0..<6 {
      let data = [UInt8](repeating: UInt8(number), count: number * 300)
      try writer.add(name: "k\(number).image.npy", data: data)
    }
    try writer.finish()
    let names = ["webdataset", "gnu-names", "pax-names"]
    let foreign = try names.map { try readFile(fixture("foreign/\($0).tar")) }
    return [sink.bytes, sink.bytes + foreign[0]] + foreign + [try pythonArchive()]
  }

  /// An archive as Python's tarfile writes it: of a name that is not ASCII, the header holds a mark.
  ///
  ///     i = tarfile.TarInfo("\u00e9t\u00e9.png"); i.size = 3
  ///     with tarfile.open(p, "w") as t: t.addfile(i, io.BytesIO(b"abc"))
  private static func pythonArchive() throws -> [UInt8] {
    let sink = MemorySink()
    var writer = TarWriter(sink)
    try writer.add(name: "?t?.png", data: Array("abc".utf8))
    let body = sink.bytes
    let record = "18 path=été.png\n"
    let extended = MemorySink()
    var pax = TarWriter(extended)
    try pax.add(name: "./PaxHeaders/?t?.png", data: Array(record.utf8))
    var header = extended.bytes
    header[156] = UInt8(ascii: "x")
    header.replaceSubrange(148..<156, with: Array(repeating: 32, count: 8))
    let sum = String(header[..<512].reduce(0) { $0 + Int($1) }, radix: 8)
    let digits = String(repeating: "0", count: 6 - sum.count) + sum
    header.replaceSubrange(148..<155, with: Array(digits.utf8) + [0])
    return header + body + [UInt8](repeating: 0, count: 1024)
  }

  @Test func namesThatAreNotASCII() throws {
    let found = scan(try Self.pythonArchive())
    #expect(found.members.map(\.name) == ["été.png"])
    #expect(found.areFound == [true])
  }

  @Test func theSameMembersAreFound() throws {
    for bytes in try archives() {
      let found = scan(bytes)
      #expect(found == (try read(bytes)))
      #expect(found.error == nil && !found.members.isEmpty)
      #expect(found.areFound == found.members.map { _ in true })
      // Neither is another name, nor another size.
      let wrong = bytes.withUnsafeBytes { bytes in
        found.members.contains { member in
          var name = member.name + "x"
          return name.withUTF8 {
            TarHeader.stands(
              in: bytes, before: member.offset, size: member.data.count,
              name: UnsafeRawBufferPointer($0))
          }
        }
      }
      #expect(!wrong)
    }
  }

  /// Changed bytes and cut-off archives: the same members, and the same error.
  @Test(arguments: 0..<150)
  func damageIsReadTheSame(seed: UInt64) throws {
    var random = RandomStream(seed: seed)
    let all = try archives()
    var bytes = all[random.integer(in: 0...(all.count - 1))]
    if random.chance(0.4) { bytes = Array(bytes.prefix(random.integer(in: 0...bytes.count))) }
    for _ in 0..<random.integer(in: 0...3) where !bytes.isEmpty {
      // Most blocks are headers; data alone would find little.
      let block = random.integer(in: 0...(bytes.count - 1)) / 512 * 512
      let place = min(bytes.count - 1, block + random.integer(in: 0...511))
      bytes[place] = UInt8(random.integer(in: 0...255))
      if random.chance(0.5), block + 512 <= bytes.count { repairChecksum(&bytes, block) }
    }
    #expect(scan(bytes) == (try read(bytes)))
  }

  /// Gives a header the checksum of what it says, so that the damage is believed.
  private func repairChecksum(_ bytes: inout [UInt8], _ block: Int) {
    bytes.replaceSubrange((block + 148)..<(block + 156), with: Array(repeating: 32, count: 8))
    let sum = bytes[block..<(block + 512)].reduce(0) { $0 + Int($1) }
    let digits = String(sum, radix: 8)
    let text = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    bytes.replaceSubrange((block + 148)..<(block + 154), with: Array(text.utf8))
    bytes[block + 154] = 0
  }
}
