import SegBasics
import SegSamples

/// What divides the samples of an input into several sets.
public enum SplitDivision: Sendable {
  /// The word that each sample carries for its split.
  case field
  /// The key of each sample and a seed.
  ///
  /// - Parameters:
  ///   - shares: As they are written: `train=0.9,val=0.1`.
  ///   - names: The splits, in order.
  ///   - split: The split of a key.
  case drawn(
    shares: String, names: [String], seed: UInt64, split: @Sendable (_ key: String) -> String)

  /// The split of a sample.
  ///
  /// - Throws: ``ShardError/noSplit``, ``ShardError/unusableSplit(_:)``.
  func split(key: () throws -> String, field: () throws -> String?) throws -> String {
    switch self {
    case .drawn(_, _, _, let split): return split(try key())
    case .field:
      guard let name = try field() else { throw ShardError.noSplit }
      try Self.check(name)
      return name
    }
  }

  /// Refuses a name that is not the name of a folder.
  ///
  /// - Throws: ``ShardError/unusableSplit(_:)``.
  public static func check(_ name: String) throws(ShardError) {
    let isPlain = name.utf8.allSatisfy { $0 >= 32 && $0 != UInt8(ascii: "/") && $0 != 127 }
    guard !name.isEmpty, !name.hasPrefix("."), name.utf8.count <= 255, isPlain else {
      throw .unusableSplit(name)
    }
  }
}
