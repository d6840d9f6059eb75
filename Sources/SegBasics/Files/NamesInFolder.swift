import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file name that is not UTF-8, and so cannot be a key or stand in a manifest.
public struct UnreadableFileName: SegError {
  /// The bytes of the name.
  public let bytes: [UInt8]

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }

  /// What is wrong, and what to do.
  public var description: String {
    // Characters of ASCII stay, the rest is shown as the shell writes it in $'…'.
    let name = bytes.map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return 0x20..<0x7F ~= byte
        ? String(UnicodeScalar(byte)) : "\\x" + (byte < 16 ? "0" : "") + digits
    }
    return "the file name \(name.joined()) is not UTF-8; rename the file"
  }
}

/// The names in a folder, sorted by their UTF-8 bytes, without `.` and `..`.
///
/// - Throws: ``SystemError`` when the folder cannot be read; ``Located`` ``UnreadableFileName``.
public func namesInFolder(_ path: String) throws -> [String] {
  guard let folder = opendir(path) else {
    throw SystemError(.examine, path, Errno(rawValue: errno))
  }
  defer { closedir(folder) }
  var names: [String] = []
  while true {
    // Only `errno` tells the end from a failure.
    errno = 0
    guard let entry = readdir(folder) else {
      guard errno == 0 else { throw SystemError(.examine, path, Errno(rawValue: errno)) }
      break
    }
    let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
    guard let name = String(validating: bytes, as: UTF8.self) else {
      throw Located(UnreadableFileName(bytes: bytes), path: path)
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}
