import SegBasics

/// The files below a folder whose names pass a test, as paths relative to it, sorted by their bytes.
///
/// Hidden ones are passed over.
///
/// - Parameters:
///   - folder: The folder.
///   - accepts: Tests a file's name without its folders.
/// - Throws: `SystemError`; `Located` `UnreadableFileName`.
public func filesBelow(_ folder: String, where accepts: (String) -> Bool) throws -> [String] {
  var found: [String] = []
  // Folders still to be looked into, and how deep they lie: links may go in a circle.
  var pending: [(name: String, depth: Int)] = [("", 0)]
  while let (parent, depth) = pending.popLast() {
    for name in try namesInFolder(folder + "/" + parent) where !name.hasPrefix(".") {
      let path = parent.isEmpty ? name : parent + "/" + name
      switch try fileStatus(folder + "/" + path)?.kind {
      case .folder where depth < 32: pending.append((path, depth + 1))
      case .file where accepts(name): found.append(path)
      default: break
      }
    }
  }
  return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}
