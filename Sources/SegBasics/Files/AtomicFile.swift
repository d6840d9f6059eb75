import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that appears under its name only when it is complete.
///
/// Bytes go to a hidden neighbour; ``commit(durably:)`` makes them durable and renames it. A file that
/// is never committed is removed again, also when a signal such as `SIGINT` ends the program; one that
/// is killed outright leaves the hidden neighbour.
///
/// A link stays, and what it points to is replaced. A pipe or a device is written straight through.
public final class AtomicFile: ByteSink {
  /// The name the file gets.
  public let path: String
  private let sink: DescriptorSink
  private let descriptor: FileDescriptor
  private let growth: Growth
  private var isOpen = true

  private enum Growth {
    /// Under a name of its own, until it gets the final one.
    case hidden(HiddenFile, target: String)
    /// In place: it is no regular file.
    case inPlace
  }

  /// Begins a file in an existing folder.
  ///
  /// - Parameters:
  ///   - path: The final name. A file that stands there keeps its mode.
  ///   - temporary: The name while it grows, in the same folder; by default hidden and random. With a
  ///     name given, nothing may stand under it.
  /// - Throws: ``SystemError`` when it cannot be created.
  public init(_ path: String, temporary: String? = nil) throws {
    self.path = path
    switch try WriteTarget(path) {
    case .special:
      descriptor = try opening(path) {
        try FileDescriptor.open(path, .writeOnly, options: [.append, .closeOnExec])
      }
      growth = .inPlace
    case .file(let target, let mode):
      let hidden = try HiddenFile(named: temporary, besides: target, for: path, mode: mode)
      descriptor = hidden.descriptor
      growth = .hidden(hidden, target: target)
    }
    sink = DescriptorSink(descriptor, name: path)
  }

  /// Writes a whole file at once.
  ///
  /// - Throws: ``SystemError``; then nothing stands under the name that did not stand there before.
  public static func write(_ bytes: [UInt8], to path: String) throws {
    let file = try AtomicFile(path)
    try file.write(bytes)
    try file.commit()
  }

  /// Writes to the hidden neighbour.
  ///
  /// - Precondition: The file is not committed.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    precondition(isOpen, "\(path) is written to after its end")
    try sink.write(bytes)
  }

  /// Hands on what is held back; the file still does not appear.
  public func flush() throws { try sink.flush() }

  /// Gives the file its name.
  ///
  /// - Parameter durably: Whether the bytes outlive a power failure from then on, which takes a disk
  ///   some milliseconds; false for one of many files that are made again easily.
  /// - Precondition: The file is not committed.
  /// - Throws: ``SystemError``; then the file does not appear, and its hidden neighbour goes.
  public func commit(durably: Bool = true) throws {
    precondition(isOpen, "\(path) is ended twice")
    try sink.flush()
    // Pipes and devices cannot be made durable.
    guard !durably || fsync(descriptor.rawValue) == 0 || errno == EINVAL || errno == EROFS else {
      throw SystemError(.write, path, Errno(rawValue: errno))
    }
    isOpen = false
    do {
      try descriptor.close()
    } catch let reason as Errno {
      discard()
      throw SystemError(.write, path, reason)
    }
    guard case .hidden(let hidden, let target) = growth else { return }
    do {
      try renameFile(hidden.path, to: target, durably: durably)
    } catch let failure as SystemError {
      discard()
      throw SystemError(failure.operation, path, failure.reason)
    }
    hidden.isGone()
  }

  private func discard() {
    if case .hidden(let hidden, _) = growth { hidden.remove() }
  }

  deinit {
    guard isOpen else { return }
    try? descriptor.close()
    discard()
  }
}

/// Runs `body`; what it throws is that a file cannot be made.
private func opening<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let reason as Errno {
    throw SystemError(.create, path, reason)
  }
}
