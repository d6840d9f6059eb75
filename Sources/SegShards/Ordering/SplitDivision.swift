import SegBasics
import SegSamples

/// What divides the samples of an input into several sets.
public enum SplitDivision: Sendable {
  /// The word that each sample carries for its split.
  case field
  /// The sample that each was made from, and a seed: copies of one stand in one set.
  ///
  /// - Parameters:
  ///   - shares: As they are written: `train=0.9,val=0.1`.
  ///   - names: The splits, in order.
  ///   - split: The split of all that were made from a sample.
  case drawn(
    shares: String, names: [String], seed: UInt64,
    split: @Sendable (_ origin: SampleKey) -> String)

  /// The split of a sample.
  ///
  /// - Throws: ``ShardError/noSplit``, ``ShardError/unusableSplit(_:)``,
  ///   ``ShardError/mixedSplits(_:partner:_:)``.
  func split(
    descent: () throws -> SampleDescent, field: () throws -> String?
  ) throws -> String {
    switch self {
    case .drawn(_, _, _, let split):
      let descent = try descent()
      let own = split(descent.origin)
      for partner in descent.partners {
        let other = split(partner)
        guard SampleKey(other) == SampleKey(own) else {
          throw ShardError.mixedSplits(own, partner: partner.text, other)
        }
      }
      return own
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
