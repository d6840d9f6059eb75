import SegBasics

/// The splits a manifest is divided into, and the share of each.
public struct SplitParts: Sendable, Equatable {
  /// One split.
  public struct Part: Sendable, Equatable {
    /// The word that goes into the field `split`.
    public var name: String
    /// The share of the samples, above 0.
    public var share: Double
  }

  /// The parts in the order written; their shares add up to 1.
  public let parts: [Part]

  /// Reads `train=0.8,val=0.1,test=0.1`.
  ///
  /// - Throws: ``SplitError``.
  public init(_ text: String) throws(SplitError) {
    var parts: [Part] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let pair = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, !pair[0].isEmpty, let share = Double(pair[1]), share > 0, share <= 1
      else { throw .malformedPart(String(word)) }
      guard !parts.contains(where: { $0.name == pair[0] }) else {
        throw .repeatedPart(String(pair[0]))
      }
      parts.append(Part(name: String(pair[0]), share: share))
    }
    let sum = parts.reduce(0) { $0 + $1.share }
    guard abs(sum - 1) < 1e-6 else { throw .sharesDoNotAddUp(sum) }
    self.parts = parts
  }

  /// The upper ends of the parts on the line from 0 to 1; the last is exactly 1.
  var thresholds: [Double] {
    var end = 0.0
    return parts.indices.map { index in
      end += parts[index].share
      return index == parts.count - 1 ? 1 : end
    }
  }

  /// The part that a number of `0 ..< 1` falls into.
  func name(at position: Double) -> String {
    let index = thresholds.firstIndex { position < $0 } ?? parts.count - 1
    return parts[index].name
  }
}

/// What can be wrong with a division into splits.
public enum SplitError: SegError {
  /// Not `NAME=SHARE`.
  case malformedPart(String)
  /// A name twice.
  case repeatedPart(String)
  /// The shares do not add up to 1.
  case sharesDoNotAddUp(Double)
  /// Not a field that samples can be grouped by.
  case unknownField(String)
  /// A sample lacks the field the groups are made of.
  case missingField(String)

  /// How a command ends on this error.
  public var exitStatus: ExitStatus {
    if case .missingField = self { .badData } else { .usage }
  }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .malformedPart(let word):
      "\"\(word)\" is no NAME=SHARE with a share above 0 and up to 1, such as train=0.8"
    case .repeatedPart(let name): "the part \(name) is given twice"
    case .sharesDoNotAddUp(let sum): "the shares add up to \(sum), not to 1"
    case .unknownField(let field):
      "samples cannot be grouped by \"\(field)\"; take split or meta.NAME, such as meta.breed"
    case .missingField(let field): "has no \(field), by which the samples are to be grouped"
    }
  }
}
