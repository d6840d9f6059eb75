import SegBasics
import SegSamples

/// Samples that are found by their keys, in any order and as often as wanted.
///
/// Keeps the place of each sample in memory, and of a pipe, which cannot be read twice, the sample.
public struct KeyedSamples: Sendable {
  private let keys: [String]
  private let stored: [StoredSample]
  private let places: [String: Int]

  /// Reads where every sample stands.
  ///
  /// - Parameter paths: Manifests, sample streams, shard sets; `-` is standard input.
  /// - Throws: What ``SampleSource/next()`` throws; `Located` ``InputError`` for no sample, or a key
  ///   that occurs twice.
  public init(_ paths: [String]) throws {
    let source = SampleSource(paths)
    var finder = StoredSampleFinder()
    var keys: [String] = []
    var stored: [StoredSample] = []
    var places: [String: Int] = [:]
    while let pending = try source.next() {
      let sample = try finder.find(pending, at: source.place)
      let key = pending.key
      guard places.updateValue(keys.count, forKey: key) == nil else {
        throw Located(InputError.repeatedKey(key), path: source.place.description)
      }
      keys.append(key)
      stored.append(sample)
    }
    guard !keys.isEmpty else {
      throw Located(InputError.empty, path: paths.joined(separator: ", "))
    }
    (self.keys, self.stored, self.places) = (keys, stored, places)
  }

  /// How many there are.
  public var count: Int { keys.count }

  /// The place of a key; nil where it does not occur.
  public func place(of key: String) -> Int? { places[key] }

  /// The key of the sample at a place, `0 ..< count`.
  public func key(at place: Int) -> String { keys[place] }

  /// The sample at a place, `0 ..< count`.
  ///
  /// - Throws: What reading the shard throws.
  public func sample(at place: Int) throws -> PendingSample { try stored[place].pending() }
}
