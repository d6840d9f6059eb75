import SegBasics
import SegSamples

/// Finds samples of shard sets by key.
public struct ShardSelection {
  private let samples: IndexedSamples
  private let numbers: [Int]

  /// Looks keys up in the indexes of some sets; the first set that has a key counts.
  ///
  /// - Throws: ``ShardError/noSuchKeys(_:)``, and as `IndexedSamples`.
  public init(_ keys: [String], in sets: [ShardSet]) throws {
    try self.init(keys, of: IndexedSamples(sets.map(\.path)))
  }

  /// Looks keys up.
  ///
  /// - Throws: ``ShardError/noSuchKeys(_:)``.
  public init(_ keys: [String], of samples: IndexedSamples) throws {
    self.samples = samples
    let found = keys.map { samples.number(of: $0) }
    guard !found.contains(nil) else {
      throw ShardError.noSuchKeys(zip(keys, found).compactMap { $1 == nil ? $0 : nil })
    }
    numbers = found.compactMap { $0 }
  }

  /// Reads the samples in the order of the keys, each compared with its checksums.
  ///
  /// - Throws: As ``IndexedSamples/members(at:)``, and what `body` throws.
  public func read(_ body: (SampleMembers) throws -> Void) throws {
    for number in numbers { try body(samples.members(at: number)) }
  }
}
