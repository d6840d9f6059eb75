import SegBasics
import SegSamples

/// Manifest lines from a manifest file, standard input, or a data set as downloaded.
public final class ManifestInput {
  private enum Source {
    case reader(ManifestReader)
    case entries(ArraySlice<ManifestEntry>)
  }

  private var source: Source
  /// What was left out of a data set whose files are not all there.
  public let failures: [Located]
  /// How many lines there are, where that is known before the end.
  public let count: Int?

  /// Opens an input; `-` is standard input.
  ///
  /// - Throws: `Located` ``LayoutError``, `SystemError`.
  public init(_ path: String) throws {
    if path != "-", try fileStatus(path)?.kind == .folder {
      let manifest = try readDataset(at: path).manifest(ManifestSelection())
      source = .entries(manifest.entries[...])
      failures = manifest.failures
      count = manifest.entries.count
    } else {
      source = .reader(
        ManifestReader(path == "-" ? .standardInput() : try BufferedInput(path: path)))
      failures = []
      count = nil
    }
  }

  /// The next line, or nil at the end.
  ///
  /// - Throws: `Located` `JSONError`, `SystemError`.
  public func next() throws -> ManifestEntry? {
    switch source {
    case .reader(let reader): return try reader.next()
    case .entries(var rest):
      let entry = rest.popFirst()
      source = .entries(rest)
      return entry
    }
  }
}
