import SystemPackage

/// Something bytes are written to, in order.
public protocol ByteSink: AnyObject {
  /// Takes bytes; they may be held back until ``flush()``.
  ///
  /// - Throws: ``SystemError``.
  func write(_ bytes: UnsafeRawBufferPointer) throws

  /// Hands on everything held back.
  ///
  /// - Throws: ``SystemError``.
  func flush() throws
}

extension ByteSink {
  /// Writes an array of bytes.
  public func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try write($0) }
  }

  /// Writes text as UTF-8.
  public func write(_ text: String) throws {
    var text = text
    try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
  }
}

/// Keeps what is written in memory.
public final class MemorySink: ByteSink {
  /// Everything written so far.
  public private(set) var bytes: [UInt8] = []

  /// An empty sink.
  public init() {}

  /// Appends bytes.
  public func write(_ bytes: UnsafeRawBufferPointer) { self.bytes.append(contentsOf: bytes) }

  /// Nothing is held back.
  public func flush() {}
}

/// Writes to an open file, pipe or terminal through a buffer.
public final class DescriptorSink: ByteSink {
  private let descriptor: FileDescriptor
  private let name: String
  private var held: [UInt8] = []
  private let capacity = 1 << 18

  /// Standard output.
  public static func standardOutput() -> DescriptorSink {
    DescriptorSink(.standardOutput, name: "standard output")
  }

  /// Writes to a descriptor that stays open; `name` is what errors call it.
  public init(_ descriptor: FileDescriptor, name: String) {
    self.descriptor = descriptor
    self.name = name
    held.reserveCapacity(capacity)
  }

  /// Holds small pieces back, and writes large ones through.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    let isLarge = bytes.count > capacity / 2
    // What is held back came first, so it goes first.
    if isLarge || held.count + bytes.count > capacity { try flush() }
    guard !isLarge else { return try writeThrough(bytes) }
    held.append(contentsOf: bytes)
  }

  /// Writes what is held back.
  public func flush() throws {
    guard !held.isEmpty else { return }
    defer { held.removeAll(keepingCapacity: true) }
    try held.withUnsafeBytes { try writeThrough($0) }
  }

  private func writeThrough(_ bytes: UnsafeRawBufferPointer) throws {
    do {
      try descriptor.writeAll(bytes)
    } catch let reason as Errno {
      throw SystemError(.write, name, reason)
    }
  }
}
