import SegBasics

/// Finds out which layout a folder has, and reads its lists.
///
/// - Parameters:
///   - root: The folder the data set was unpacked into, or the one above.
///   - lists: A folder to read the lists from instead of the data set's own.
/// - Throws: `Located` ``LayoutError`` when nothing is recognised; `SystemError`.
public func readDataset(at root: String, lists: String? = nil) throws -> DatasetListing {
  try requireFolder(root)
  if let lists { try requireFolder(lists) }
  var incomplete: Located?
  for layout in datasetLayouts {
    switch try layout.recognize(root) {
    case .whole(let folder): return try layout.read(folder, lists: lists)
    case .incomplete(let failure, let path):
      incomplete = incomplete ?? Located(failure, path: path)
    case .foreign: continue
    }
  }
  if let incomplete { throw incomplete }
  let lookedFor = datasetLayouts.map { "\($0.name): \($0.marks)" }
  throw Located(LayoutError.unrecognized(lookedFor: lookedFor), path: root)
}

/// Checks that a folder stands under a path.
private func requireFolder(_ path: String) throws {
  switch try fileStatus(path)?.kind {
  case .folder: return
  case nil: throw Located(LayoutError.noFolder, path: path)
  case .file:
    if let archive = try Archive(at: path) {
      let folder = archive.parent
      throw Located(
        LayoutError.packed([archive], into: folder, then: folder), path: path)
    }
    throw Located(LayoutError.notAFolder, path: path)
  case .other: throw Located(LayoutError.notAFolder, path: path)
  }
}
