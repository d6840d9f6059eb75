/// What a command has given so far.
struct CommandDelivery {
  private(set) var count = 0
  private(set) var hash = StreamHash()
  private var head: [UInt8] = []
  private var zeros = 0

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    hash.add(bytes)
    if head.count < 512 { head += bytes.prefix(512 - head.count) }
    var place = bytes.count
    while place > 0, bytes[place - 1] == 0 { place -= 1 }
    zeros = place == 0 ? zeros + bytes.count : bytes.count - place
    count += bytes.count
  }

  /// Whether an archive has its end; anything else is taken as whole when the command says so.
  var isWhole: Bool {
    guard count > 0 else { return false }
    guard head.count >= 262, head[257..<262].elementsEqual("ustar".utf8) else { return true }
    return count % 512 == 0 && zeros >= 512
  }
}

/// A number made of bytes, however they are cut into pieces: FNV-1a over words of eight.
struct StreamHash: Equatable {
  private var value: UInt64 = 0xCBF2_9CE4_8422_2325
  private var held: UInt64 = 0
  private var heldCount = 0

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var place = 0
    while place < bytes.count {
      if heldCount == 0, bytes.count - place >= 8 {
        take(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        place += 8
      } else {
        held |= UInt64(bytes[place]) << UInt64(8 * heldCount)
        heldCount += 1
        place += 1
        if heldCount == 8 {
          take(held)
          held = 0
          heldCount = 0
        }
      }
    }
  }

  private mutating func take(_ word: UInt64) {
    value = (value ^ UInt64(littleEndian: word)) &* 0x100_0000_01B3
    // High bits of a word would only ever reach high bits.
    value ^= value >> 29
  }
}
