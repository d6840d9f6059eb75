import SegBasics
import SegSamples

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Refuses inputs that lie where something is written, whatever paths lead there.
///
/// - Parameters:
///   - inputs: Paths; what is no path is passed over.
///   - folder: Where something is written.
///   - isRefused: Compares the resolved paths of an input and of the folder.
/// - Throws: `Located` ``ShardError/inputInOutputFolder(_:)``.
func refuseInputs(
  _ inputs: [String], at folder: String,
  where isRefused: (_ input: String, _ folder: String) -> Bool
) throws {
  guard let own = resolvedPath(folder) else { return }
  for input in inputs where input != "-" {
    guard let found = resolvedPath(input), isRefused(found, own) else { continue }
    throw Located(ShardError.inputInOutputFolder(input), path: folder)
  }
}

/// Refuses to write files of samples into a shard set, or into the folder they are read from.
///
/// - Parameters:
///   - folder: Where the files go.
///   - inputs: As ``SampleSource`` takes them.
/// - Throws: `Located` ``ShardError/inputInOutputFolder(_:)``, ``ShardError/holdsShardSet``, ``InputError``;
///   `SystemError`.
public func refuseShardSet(at folder: String, readFrom inputs: [String]) throws {
  try refuseInputs(InputNames.expand(inputs), at: folder) { $0 == $1 }
  let journal = pathInside(folder, PackingJournal.fileName)
  let description = pathInside(folder, DatasetDescription.fileName)
  guard try fileStatus(journal) == nil else {
    throw Located(ShardError.holdsShardSet, path: folder)
  }
  guard try fileStatus(description)?.kind == .file else { return }
  // Newer versions too; another program's file of the name is no matter of ours.
  let head = try BufferedInput(path: description).peek(256)
  guard !String(decoding: head, as: UTF8.self).contains(DatasetDescription.format) else {
    throw Located(ShardError.holdsShardSet, path: folder)
  }
}

/// The path without links and turns; nil where nothing stands.
private func resolvedPath(_ path: String) -> String? {
  guard let text = realpath(path, nil) else { return nil }
  defer { free(text) }
  return String(cString: text)
}
