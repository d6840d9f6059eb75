import SegBasics
import SegSamples

/// Goes through a shard once, from its first byte to its last, in pieces that stay in the cache.
///
/// Each byte is read and then hashed while it is near: for the checksum of the shard, and of the member
/// it is of.
final class ShardPass {
  /// What is read.
  let file: ShardBytes
  private var scanner: TarScanner
  private var buffer: UnsafeMutableRawBufferPointer
  /// The part of the shard in the buffer.
  private var window = 0..<0
  /// Up to where the shard has been read; nothing before is looked at again.
  private var position = 0
  private var hash = XXH64()
  private let isHashed: Bool
  /// Whether headers could not be read.
  private var isStuck = false

  /// Begins at the first byte.
  ///
  /// - Parameters:
  ///   - isHashed: Whether everything is read for the checksum of the shard; without, only headers and
  ///     what is asked for.
  ///   - window: Bytes read at once.
  init(_ file: ShardBytes, isHashed: Bool = true, window: Int = 1 << 18) {
    self.file = file
    self.isHashed = isHashed
    scanner = TarScanner(count: file.count)
    buffer = .allocate(byteCount: window, alignment: 4096)
  }

  deinit { buffer.deallocate() }

  /// Goes on to the data of the next member; nil at the end.
  ///
  /// - Throws: `TarError`; `Located` ``ShardFault/unreadable(at:_:)``.
  func next() throws -> TarEntry? {
    while true {
      switch try scanner.step() {
      case .member(let entry):
        try move(to: entry.offset)
        return entry
      case .end: return nil
      case .needs(let range):
        isStuck = true
        try move(to: range.lowerBound)
        try fill(through: range.upperBound)
        isStuck = false
      }
    }
  }

  /// Calls `body` with the name of the member that ``next()`` found; before its data are read.
  func withName<Result>(
    of entry: TarEntry, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result { try scanner.withName(of: entry, body) }

  /// The name of the member that ``next()`` found; before its data are read.
  func name(of entry: TarEntry) -> String { scanner.name(of: entry) }

  /// Whether the data of a member begin with some bytes; before they are read.
  func begins(_ entry: TarEntry, with text: String.UTF8View) throws -> Bool {
    let count = text.count
    guard count <= min(entry.size, buffer.count - 512) else { return false }
    if window.upperBound < position + count { try fill(through: position + count) }
    return part(position..<(position + count)).elementsEqual(text)
  }

  /// Reads the data of the member that ``next()`` found.
  ///
  /// - Returns: Their checksum.
  /// - Throws: `Located` ``ShardFault/unreadable(at:_:)``.
  func checksum(of entry: TarEntry) throws -> UInt64 {
    var member = XXH64()
    try read(to: entry.offset + entry.size) { piece in
      if isHashed { XXH64.add(piece, to: &hash, and: &member) } else { member.add(piece) }
    }
    return member.value
  }

  /// Reads what is left.
  ///
  /// - Returns: The checksum of the shard.
  /// - Throws: `Located` ``ShardFault/unreadable(at:_:)``.
  func finish() throws -> UInt64 {
    try move(to: file.count)
    return hash.value
  }

  /// Goes on with the next block that can only be the header of a member.
  ///
  /// - Returns: Where it stands; nil when there is none.
  func skipDamage() -> Int? {
    // What is no header is behind the scanner already; what cannot be read stands before it.
    let start = scanner.position + (isStuck ? 512 : 0)
    isStuck = false
    guard let next = nextHeader(in: file, after: start) else { return nil }
    scanner.skip(to: next)
    position = next
    return next
  }

  // MARK: The window

  private func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      rebasing: buffer[
        (range.lowerBound - window.lowerBound)..<(range.upperBound - window.lowerBound)])
  }

  /// Reads up to a place, where it is not passed already.
  private func move(to end: Int) throws {
    guard isHashed else {
      position = max(position, end)
      return
    }
    try read(to: end) { hash.add($0) }
  }

  private func read(to end: Int, _ body: (UnsafeRawBufferPointer) -> Void) throws {
    while position < end {
      if !window.contains(position) { try fill(through: position + 1) }
      let stop = min(end, window.upperBound)
      body(part(position..<stop))
      position = stop
    }
  }

  /// Reads the next window, which begins with the block at ``position``.
  ///
  /// - Parameter end: Up to where it reaches at least.
  private func fill(through end: Int) throws {
    // At a whole block, so that pieces of data are of whole blocks too, but for their last.
    let start = position & ~511
    if end - start > buffer.count {
      buffer.deallocate()
      buffer = .allocate(byteCount: end - start, alignment: 4096)
    }
    // What a read that fails leaves is not looked at.
    window = start..<start
    scanner.slide(to: UnsafeRawBufferPointer(start: nil, count: 0), at: start)
    var stop = min(file.count, start + buffer.count)
    func read() throws {
      try file.read(
        at: start, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<(stop - start)]))
    }
    do {
      try read()
    } catch {
      // Where only headers are looked at, what stands behind them need not be readable.
      guard !isHashed, stop > end else { throw error }
      stop = end
      try read()
    }
    window = start..<stop
    scanner.slide(to: part(window), at: start)
  }
}

extension ShardIndex {
  /// Makes the index of a shard by looking through its headers.
  ///
  /// - Throws: `TarError`; `Located` ``ShardFault/unreadable(at:_:)``.
  init(of file: ShardBytes) throws {
    let pass = ShardPass(file, isHashed: false, window: 1 << 14)
    while let entry = try pass.next() { add(entry, name: pass.name(of: entry)) }
  }
}

/// Where the next block stands that can only be the header of a member, among those that can be read; nil
/// when there is none.
func nextHeader(in file: ShardBytes, after position: Int) -> Int? {
  var place = max(0, position + (-position & 511))
  while place + 512 <= file.count {
    // Where a whole window cannot be read, one block of the disk after the other.
    var stop = min(file.count, place + 1 << 16) & ~511
    var window = try? file.bytes(place..<stop)
    if window == nil {
      stop = min(file.count & ~511, (place & ~4095) + 4096)
      window = try? file.bytes(place..<stop)
    }
    let found: Int? = (window ?? []).withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: 512).first {
        let block = UnsafeRawBufferPointer(rebasing: bytes[$0..<($0 + 512)])
        return block[257] == UInt8(ascii: "u") && TarHeader.isMember(block)
      }
    }
    if let found { return place + found }
    place = stop
  }
  return nil
}
