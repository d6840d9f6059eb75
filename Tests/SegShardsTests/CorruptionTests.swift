import Foundation
import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

@testable import SegShards

/// Seeded damage to every kind of file: each reader ends with an error of the right kind or with what
/// was packed, never with a crash, and verify finds what readers cannot.
///
/// A few hundred rounds as a rule; 2,000 with SEGKIT_LONG=1.
@Suite struct CorruptionTests {
  private static let isLong = ProcessInfo.processInfo.environment["SEGKIT_LONG"] == "1"
  private static let rounds = isLong ? 2000 : 200
  private static let flips = isLong ? 1000 : 150

  private let folder: TemporaryFolder
  private let before: [String: [UInt8]]

  init() throws {
    folder = try TemporaryFolder()
    var samples = (0..<12).map { exampleSample($0) }
    try samples[2].storeAsPNG()
    // A name that needs an extension header.
    samples[5].key = String(repeating: "long/", count: 30) + "é.5"
    try pack(samples, into: "set", in: folder)
    before = try promisedFiles(folder, "set")
  }

  private var set: String { folder.file("set") }

  private func restore(_ name: String) throws {
    if let bytes = before[name] { try write(bytes, to: name) }
  }

  /// In place, for thousands of rounds.
  private func write(_ bytes: [UInt8], to name: String) throws {
    let file = try AtomicFile(set + "/" + name)
    try file.write(bytes)
    try file.commit(durably: false)
  }

  /// Every flipped bit is found; of a shard the sample is named, unless it is of the archive's end.
  @Test func flippedBitsAreFoundAndNamed() throws {
    var random = RandomStream(seed: 20)
    let names = before.keys.sorted()
    var index: [String: ShardIndex] = [:]
    for (name, bytes) in before where name.hasSuffix(".idx") { index[name] = try ShardIndex(bytes) }
    #expect(index.count == 3)
    for round in 0..<Self.flips {
      let name = names[random.integer(in: 0...(names.count - 1))]
      guard var bytes = before[name] else { continue }
      let place = random.integer(in: 0...(bytes.count - 1))
      bytes[place] ^= 1 << UInt8(random.integer(in: 0...7))
      try write(bytes, to: name)
      var faults: [Located] = []
      var verification = ShardVerification { faults.append($0) }
      try verification.check(set)
      #expect(!faults.isEmpty, "round \(round): byte \(place) of \(name) is not found")
      if name.hasSuffix(".tar"), let found = index[String(name.dropLast(4)) + ".idx"] {
        // The sample whose headers, data or padding the byte is of.
        let owner = found.samples.first { sample in
          guard let last = sample.last else { return false }
          return place < last.offset + last.size + (-last.size & 511)
        }
        if let owner {
          let key = ShardIndex.key(of: owner)
          #expect(
            faults.contains { $0.sample == key }, "round \(round): byte \(place): \(faults)")
        } else {
          #expect(faults.contains { $0.failure as? ShardFault == .changedEnd })
        }
      }
      try restore(name)
    }
  }

  /// One change of many kinds.
  private func corrupt(_ bytes: [UInt8], _ random: inout RandomStream) -> [UInt8] {
    var bytes = bytes
    guard !bytes.isEmpty else { return [0] }
    func place() -> Int { random.integer(in: 0...(bytes.count - 1)) }
    switch random.integer(in: 0...6) {
    case 0: bytes[place()] ^= 1 << UInt8(random.integer(in: 0...7))
    case 1: bytes = Array(bytes.prefix(place()))
    case 2:
      let start = place()
      for offset in start..<min(bytes.count, start + random.integer(in: 1...64)) {
        bytes[offset] = UInt8(random.integer(in: 0...255))
      }
    case 3:
      let start = place() / 512 * 512
      let end = min(bytes.count, start + 512)
      bytes.removeSubrange(start..<end)
    case 4:
      // A number that is none, or one that is far too large.
      let digits = bytes.indices.filter { (48...57).contains(bytes[$0]) }
      guard !digits.isEmpty else { break }
      let start = digits[random.integer(in: 0...(digits.count - 1))]
      let text = ["9", "-", "99999999999999999999", "7777777", "0", "e9"]
      bytes.replaceSubrange(
        start...start, with: Array(text[random.integer(in: 0...5)].utf8))
    case 5:
      let start = place()
      bytes.insert(contentsOf: bytes[start..<min(bytes.count, start + 700)], at: place())
    default:
      // A header that says something else under the right checksum.
      let block = place() / 512 * 512
      guard block + 512 <= bytes.count else { break }
      bytes[block + random.integer(in: 100...160)] = UInt8(random.integer(in: 48...56))
      bytes.replaceSubrange((block + 148)..<(block + 156), with: Array(repeating: 32, count: 8))
      let sum = String(bytes[block..<(block + 512)].reduce(0) { $0 + Int($1) }, radix: 8)
      let digits = String(repeating: "0", count: max(0, 6 - sum.count)) + sum
      bytes.replaceSubrange((block + 148)..<(block + 154), with: Array(digits.utf8))
      bytes[block + 154] = 0
    }
    return bytes
  }

  /// The error a reader may end with; another kind of error, or none of ours, is a defect.
  private func allowed(_ what: String, _ body: () throws -> Void) {
    do {
      try body()
    } catch let error as any SegError {
      #expect([.badData, .findings, .noInput].contains(error.exitStatus), "\(what): \(error)")
    } catch {
      Issue.record("\(what): \(error) is no error of ours")
    }
  }

  @Test func damageIsAnErrorOrDoesNoHarm() throws {
    var expected: [String: [[UInt8]]] = [:]
    let source = SampleSource([set])
    while case .stored(let members, _)? = try source.next() {
      expected[MemberName.unescape(members.writtenKey)] = members.members.map(\.data)
    }
    let names = before.keys.sorted()
    for round in 0..<Self.rounds {
      var random = RandomStream(seed: UInt64(round))
      let name = names[random.integer(in: 0...(names.count - 1))]
      try write(corrupt(before[name] ?? [], &random), to: name)
      let what = "round \(round), \(name)"
      // A copy with checksums is what was packed, or there is none.
      allowed(what) {
        let indexed = try IndexedSamples([set])
        for number in 0..<indexed.count {
          allowed(what) {
            let members = try indexed.members(at: number)
            let key = MemberName.unescape(members.writtenKey)
            let isDescribed = (try? ShardSet(set).description) != nil
            if isDescribed, name.hasSuffix(".tar") || name.hasSuffix(".idx") {
              #expect(members.members.map(\.data) == expected[key], "\(what): \(key)")
            }
          }
          allowed(what) { _ = try indexed.sample(at: number).copied().sample(from: "x") }
        }
        allowed(what) {
          let batches = try RawBatches(indexed)
          var images = [UInt8](repeating: 0, count: batches.imageBytes)
          var labels = [UInt8](repeating: 0, count: batches.labelBytes)
          try images.withUnsafeMutableBytes { images in
            try labels.withUnsafeMutableBytes {
              try batches.read([indexed.count - 1], images: images, labels: $0)
            }
          }
        }
      }
      allowed(what) {
        let source = SampleSource([set])
        while let pending = try source.next() {
          allowed(what) {
            var sample = try pending.load()
            _ = try sample.decode()
          }
        }
      }
      allowed(what) {
        var faults = 0
        var verification = ShardVerification { _ in faults += 1 }
        verification.isDeep = round % 5 == 0
        try verification.check(set)
        let isChanged = try readFile(set + "/" + name) != before[name]
        #expect(faults > 0 || !isChanged, "\(what): verify finds nothing")
      }
      if round % 10 == 0 {
        allowed(what) {
          var salvage = SetSalvage(set, into: folder.file("saved\(round)"))
          try salvage.run()
        }
      }
      try restore(name)
    }
  }
}
