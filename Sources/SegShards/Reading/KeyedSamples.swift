import SegBasics
import SegSamples

/// Samples that are found by their keys, in any order and as often as wanted.
///
/// Of shard sets and shards only the index is read; of manifests the lines are kept in memory, and of a
/// pipe, which cannot be read twice, the samples.
public struct KeyedSamples: Sendable {
  private enum Samples: Sendable {
    case indexed(IndexedSamples)
    case listed(keys: [String], stored: [StoredSample], places: [SampleKey: Int])
  }

  private let samples: Samples

  /// Finds out where every sample stands.
  ///
  /// - Parameter paths: Manifests, sample streams, shard sets; `-` is standard input.
  /// - Throws: What ``SampleSource/next()`` throws, or ``IndexedSamples/init(_:)``; `Located`
  ///   ``InputError`` for no sample, or a key that occurs twice.
  public init(_ paths: [String]) throws {
    let paths = try InputNames.expand(paths)
    if try paths.allSatisfy(Self.isIndexed) {
      let indexed = try IndexedSamples(paths)
      if let (key, shard) = indexed.repeatedKey {
        throw Located(InputError.repeatedKey(key), path: shard)
      }
      samples = .indexed(indexed)
    } else {
      samples = try Self.list(paths)
    }
    guard count > 0 else {
      throw Located(InputError.empty, path: paths.joined(separator: ", "))
    }
  }

  /// Whether an input is a shard set or a shard, which can be read anywhere.
  private static func isIndexed(_ path: String) throws -> Bool {
    guard path != "-" else { return false }
    switch try InputNames.status(path)?.kind {
    case .folder: return try !MemberFolder.stands(at: path)
    case .file: return try InputForm.detect(BufferedInput(path: path)) == .stream
    case nil, .other: return false
    }
  }

  private static func list(_ paths: [String]) throws -> Samples {
    let source = SampleSource(paths)
    var finder = StoredSampleFinder()
    var keys: [String] = []
    var stored: [StoredSample] = []
    var places: [SampleKey: Int] = [:]
    while let pending = try source.next() {
      let sample = try finder.find(pending, at: source.place)
      let key = pending.key
      guard places.updateValue(keys.count, forKey: SampleKey(key)) == nil else {
        throw Located(InputError.repeatedKey(key), path: source.place.description)
      }
      keys.append(key)
      stored.append(sample)
    }
    return .listed(keys: keys, stored: stored, places: places)
  }

  /// How many there are.
  public var count: Int {
    switch samples {
    case .indexed(let samples): samples.count
    case .listed(let keys, _, _): keys.count
    }
  }

  /// The place of a key; nil where it does not occur.
  public func place(of key: String) -> Int? {
    switch samples {
    case .indexed(let samples): samples.number(of: key)
    case .listed(_, _, let places): places[SampleKey(key)]
    }
  }

  /// The key of the sample at a place, `0 ..< count`.
  public func key(at place: Int) -> String {
    switch samples {
    case .indexed(let samples): samples.key(at: place)
    case .listed(let keys, _, _): keys[place]
    }
  }

  /// The sample at a place, `0 ..< count`.
  ///
  /// - Throws: What reading the shard throws.
  public func sample(at place: Int) throws -> PendingSample {
    switch samples {
    case .indexed(let samples):
      return .stored(try samples.members(at: place), source: samples.shard(of: place))
    case .listed(_, let stored, _): return try stored[place].pending()
    }
  }
}
