import SystemPackage

/// Reads a file, a pipe or bytes in memory in order, and can look ahead.
public final class BufferedInput {
  /// What errors call it.
  public let name: String
  /// Bytes handed out so far.
  public private(set) var position = 0
  private let descriptor: FileDescriptor?
  private let source: (any ByteSource)?
  private let closes: Bool
  private var buffer: [UInt8]
  private var start = 0
  private var end: Int

  /// Reads standard input.
  public static func standardInput() -> BufferedInput {
    BufferedInput(.standardInput, name: "standard input", closes: false)
  }

  /// Opens a file.
  ///
  /// - Throws: ``SystemError``.
  public convenience init(path: String) throws {
    do {
      self.init(try FileDescriptor.open(path, .readOnly), name: path, closes: true)
    } catch let reason as Errno {
      throw SystemError(.open, path, reason)
    }
  }

  /// Reads from a descriptor, and closes it at the end if told to.
  public init(_ descriptor: FileDescriptor, name: String, closes: Bool) {
    self.descriptor = descriptor
    source = nil
    self.name = name
    self.closes = closes
    buffer = [UInt8](repeating: 0, count: 1 << 18)
    end = 0
  }

  /// Reads what a source gives.
  public init(_ source: any ByteSource, name: String) {
    descriptor = nil
    self.source = source
    self.name = name
    closes = false
    buffer = [UInt8](repeating: 0, count: 1 << 18)
    end = 0
  }

  /// Reads bytes that are in memory already.
  public init(bytes: [UInt8], name: String) {
    descriptor = nil
    source = nil
    closes = false
    self.name = name
    buffer = bytes
    end = bytes.count
  }

  deinit {
    if closes { try? descriptor?.close() }
  }

  /// The next bytes without taking them: `count`, or fewer at the end of the input.
  ///
  /// - Precondition: `count` is from 0 to 64 KiB.
  /// - Throws: ``SystemError``.
  public func peek(_ count: Int) throws -> ArraySlice<UInt8> {
    precondition(0...1 << 16 ~= count, "a peek of \(count) bytes is not of 0 to 65536")
    while end - start < count, try fill() {}
    return buffer[start..<min(end, start + count)]
  }

  /// Takes the next bytes: `count`, or fewer at the end of the input.
  ///
  /// Memory grows with the bytes that really arrive, never with what a damaged header promises.
  ///
  /// - Precondition: `count` is not negative.
  /// - Throws: ``SystemError``.
  public func read(_ count: Int) throws -> [UInt8] {
    precondition(count >= 0, "a read of \(count) bytes")
    var result: [UInt8] = []
    result.reserveCapacity(min(count, 1 << 24))
    while result.count < count {
      if start == end, try !fill() { break }
      let taken = min(end - start, count - result.count)
      result.append(contentsOf: buffer[start..<(start + taken)])
      start += taken
      position += taken
    }
    return result
  }

  /// Passes over bytes; returns how many there were.
  ///
  /// - Throws: ``SystemError``.
  @discardableResult
  public func skip(_ count: Int) throws -> Int {
    var skipped = 0
    while skipped < count {
      if start == end, try !fill() { break }
      let taken = min(end - start, count - skipped)
      start += taken
      position += taken
      skipped += taken
    }
    return skipped
  }

  /// The next line without its line break, or nil at the end of the input.
  ///
  /// - Parameter limit: The longest line taken, in bytes.
  /// - Throws: ``SystemError``, or ``LineTooLong``.
  public func readLine(limit: Int = 1 << 24) throws -> [UInt8]? {
    var line: [UInt8] = []
    var found = false
    while true {
      if start == end, try !fill() { break }
      found = true
      let stop = buffer[start..<end].firstIndex(of: UInt8(ascii: "\n"))
      let upper = stop ?? end
      line.append(contentsOf: buffer[start..<upper])
      let next = stop.map { $0 + 1 } ?? upper
      position += next - start
      start = next
      if stop != nil { break }
      // One byte more may be half of a line break.
      guard line.count <= limit + 1 else { break }
    }
    guard found else { return nil }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    guard line.count <= limit else { throw LineTooLong(limit: limit) }
    return line
  }

  /// Gets more bytes; false at the end of the input.
  private func fill() throws -> Bool {
    guard descriptor != nil || source != nil else { return false }
    if start == end {
      start = 0
      end = 0
    } else if end == buffer.count {
      buffer.withUnsafeMutableBytes {
        $0.copyMemory(from: .init(rebasing: UnsafeRawBufferPointer($0)[start..<end]))
      }
      end -= start
      start = 0
    }
    if let source {
      let got = try buffer.withUnsafeMutableBytes {
        try source.read(into: .init(rebasing: $0[end...]))
      }
      end += got
      return got > 0
    }
    guard let descriptor else { return false }
    try Interruption.current?.waitForBytes(on: descriptor, name: name)
    do {
      let got = try buffer.withUnsafeMutableBytes {
        try descriptor.read(into: .init(rebasing: $0[end...]))
      }
      end += got
      return got > 0
    } catch let reason as Errno {
      // A folder can be opened, but not read.
      throw SystemError(reason == .isDirectory ? .open : .read, name, reason)
    }
  }
}

/// A line of text longer than any the toolkit writes.
public struct LineTooLong: SegError {
  /// The longest line taken, in bytes.
  public let limit: Int

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }
  /// What is wrong, and what to do.
  public var description: String { "a line is longer than \(limit) bytes" }
}
