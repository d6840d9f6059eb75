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
/// Bytes go to a hidden neighbour; ``commit()`` makes them durable and renames it. A file that is
/// never committed is removed again, and a killed program leaves only the hidden neighbour.
public final class AtomicFile: ByteSink {
  /// The name the file gets.
  public let path: String
  private let temporary: String
  private let sink: DescriptorSink
  private let descriptor: FileDescriptor
  private var isOpen = true

  /// Begins a file in an existing folder.
  ///
  /// - Parameters:
  ///   - path: The final name.
  ///   - temporary: The name while it grows; by default hidden, and different for each process.
  /// - Throws: ``SystemError`` when it cannot be created.
  public init(_ path: String, temporary: String? = nil) throws {
    self.path = path
    self.temporary = temporary ?? Self.temporaryName(for: path)
    do {
      descriptor = try FileDescriptor.open(
        self.temporary, .writeOnly, options: [.create, .truncate],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
    } catch let reason as Errno {
      throw SystemError(.create, path, reason)
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

  /// The hidden neighbour a file grows under: `.NAME.PID.partial`.
  private static func temporaryName(for path: String) -> String {
    let final = FilePath(path)
    let name = ".\(final.lastComponent?.string ?? "").\(getpid()).partial"
    return final.removingLastComponent().appending(name).string
  }

  /// Writes to the hidden neighbour.
  public func write(_ bytes: UnsafeRawBufferPointer) throws { try sink.write(bytes) }

  /// Hands on what is held back; the file still does not appear.
  public func flush() throws { try sink.flush() }

  /// Gives the file its name.
  ///
  /// - Parameter durably: Whether the bytes outlive a power failure from then on, which takes a disk
  ///   some milliseconds; false for one of many files that are made again easily.
  /// - Throws: ``SystemError``; then the file does not appear.
  public func commit(durably: Bool = true) throws {
    try sink.flush()
    guard !durably || fsync(descriptor.rawValue) == 0 || errno == EINVAL else {
      throw SystemError(.write, path, Errno(rawValue: errno))
    }
    isOpen = false
    do {
      try descriptor.close()
    } catch let reason as Errno {
      throw SystemError(.write, path, reason)
    }
    try renameFile(temporary, to: path, durably: durably)
  }

  deinit {
    guard isOpen else { return }
    try? descriptor.close()
    try? removeFile(temporary)
  }
}
