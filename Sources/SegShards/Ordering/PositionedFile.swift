import SegBasics
import SystemPackage

/// A file that is read at any place.
final class PositionedFile {
  private let name: String
  private let descriptor: FileDescriptor
  private let closes: Bool

  /// Opens a file.
  ///
  /// - Throws: `SystemError`.
  init(_ path: String) throws {
    name = path
    closes = true
    do {
      descriptor = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
    } catch let reason as Errno {
      throw SystemError(.open, path, reason)
    }
  }

  /// Reads a file that is open and stays open; `name` is what errors call it.
  init(_ descriptor: FileDescriptor, name: String) {
    self.name = name
    self.descriptor = descriptor
    closes = false
  }

  deinit { if closes { try? descriptor.close() } }

  /// Bytes from a place on: `count`, or fewer at the end of the file.
  ///
  /// - Throws: `SystemError`.
  func read(at offset: Int, count: Int) throws -> [UInt8] {
    do {
      return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        while filled < count {
          let rest = UnsafeMutableRawBufferPointer(buffer)[filled..<count]
          let got = try descriptor.read(
            fromAbsoluteOffset: Int64(offset + filled), into: .init(rebasing: rest))
          if got == 0 { return }
          filled += got
        }
      }
    } catch let reason as Errno {
      throw SystemError(.read, name, reason)
    }
  }
}
