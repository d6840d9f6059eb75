import SegBasics
import SegLayouts
import SegSamples
import SegShards

/// The samples of inputs among which are data sets as they were downloaded, listed as segls lists them.
struct DatasetFolders {
  /// The samples of all inputs in order.
  let source: SampleSource
  /// What is missing of the data sets.
  private(set) var failures: [Located] = []

  /// Lists the data sets; nil where no input is one.
  ///
  /// - Throws: `LayoutError` for a folder that is neither a shard set nor of a known layout.
  init?(_ inputs: [String]) throws {
    guard try inputs.contains(where: Self.isDataset) else { return nil }
    var listings: [SampleKey: [ManifestEntry]] = [:]
    for input in inputs where try Self.isDataset(input) {
      let manifest = try readDataset(at: input).manifest(ManifestSelection())
      listings[SampleKey(input)] = manifest.entries
      failures += manifest.failures
    }
    var rest = inputs[...]
    var next: () throws -> (sample: PendingSample, place: SamplePlace)? = { nil }
    source = SampleSource {
      while true {
        if let found = try next() { return found }
        guard let input = rest.popFirst() else { return nil }
        if let entries = listings[SampleKey(input)] {
          var numbered = entries.enumerated().makeIterator()
          next = {
            numbered.next().map { number, entry in
              (.listed(entry), SamplePlace(input: input, number: number + 1, isLine: false))
            }
          }
        } else {
          let other = SampleSource([input])
          next = { try other.next().map { ($0, other.place) } }
        }
      }
    }
  }

  /// Whether an input is a folder that is neither a shard set nor one that is being made.
  private static func isDataset(_ input: String) throws -> Bool {
    guard try InputNames.status(input)?.kind == .folder, try !MemberFolder.stands(at: input) else {
      return false
    }
    return try !namesInFolder(input).contains {
      $0 == DatasetDescription.fileName || $0.hasPrefix(".segpack")
        || ($0.hasSuffix(".tar") && !$0.hasPrefix("."))
    }
  }
}
