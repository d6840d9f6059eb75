import SegBasics
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A path below a folder, as short as it can be written: nothing is put before what lies in `.`.
func joinedPath(_ folder: String, _ rest: String) -> String {
  let base = FilePath(folder)
  let isHere = base.components.allSatisfy { $0.kind == .currentDirectory } && base.root == nil
  return isHere ? FilePath(rest).string : base.appending(rest).string
}

/// The path from the root of the file system; links stay as they are.
///
/// - Throws: `SystemError` when the working directory is gone.
func absolutePath(_ path: String) throws -> String {
  guard !FilePath(path).isAbsolute else { return path }
  var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
  guard let here = getcwd(&buffer, buffer.count) else {
    throw SystemError(.examine, ".", Errno(rawValue: errno))
  }
  var rest = FilePath(path)
  // `./a` is `a`; `..` stays, because above a link it is not what it seems.
  while rest.components.first?.kind == .currentDirectory { rest.components.removeFirst() }
  return FilePath(platformString: here).appending(rest.components).string
}

/// A word as a shell takes it literally: quoted where it must be.
func shellWord(_ word: String) -> String {
  let isPlain = word.utf8.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "/._-+,=@%:".utf8.contains(byte)
    }
  }
  return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
}
