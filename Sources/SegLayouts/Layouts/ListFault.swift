import SegBasics

/// What can be wrong with one line of a list.
public enum ListFault: SegError {
  /// Not the number of columns the format has.
  case columns(found: Int, expected: Int, format: String)
  /// A name that cannot be a file's.
  case badName(String)
  /// A column that is not a number of its range.
  case badColumn(String, value: String, range: ClosedRange<Int>)
  /// The same sample twice in one list.
  case duplicateKey(String, firstLine: Int)
  /// The same sample in two splits.
  case inTwoSplits(String, other: String, otherLine: Int)

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }

  /// What kind of finding it is.
  public var code: FindingCode {
    switch self {
    case .columns, .badName, .badColumn: .malformedLine
    case .duplicateKey: .duplicateKey
    case .inTwoSplits: .inTwoSplits
    }
  }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .columns(let found, let expected, let format):
      "\(found) columns where \(format) has \(expected)"
    case .badName(let name): "\"\(name)\" is no name of a picture"
    case .badColumn(let column, let value, let range):
      "\(column) is \"\(value)\", not a number of \(range.lowerBound) to \(range.upperBound)"
    case .duplicateKey(let key, let firstLine): "\(key) stands on line \(firstLine) already"
    case .inTwoSplits(let key, let other, let otherLine):
      "\(key) is in \(other) too (line \(otherLine)); a sample belongs to one split"
    }
  }
}
