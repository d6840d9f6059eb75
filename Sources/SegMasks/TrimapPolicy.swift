import SegSamples

/// How the three values of an Oxford-IIIT Pet trimap become class indices.
///
/// reference: layouts 1.1. A trimap has 1 pet, 2 background, 3 border; no other value occurs.
public enum TrimapPolicy: String, Sendable, CaseIterable {
  /// 0 pet, 1 background, 2 border: the article's.
  case classes
  /// 0 background, 1 pet; the border is ignored.
  case binary
  /// 0 background, 1 pet; the border counts as pet.
  case pet

  /// The class table of the label maps.
  public var classTable: ClassTable {
    switch self {
    case .classes: .petClasses
    case .binary: .petBinary
    case .pet: .petFilled
    }
  }

  /// The policy whose table this is; nil when it is none of them.
  public init?(classTable: ClassTable) {
    guard let policy = Self.allCases.first(where: { $0.classTable == classTable }) else {
      return nil
    }
    self = policy
  }

  /// The class index of a trimap value; nil for a value that no trimap has.
  public func classIndex(of value: Int) -> UInt8? {
    guard (1...3).contains(value) else { return nil }
    return switch self {
    case .classes: UInt8(value - 1)
    case .binary: [1, 0, 255][value - 1]
    case .pet: [1, 0, 1][value - 1]
    }
  }
}
