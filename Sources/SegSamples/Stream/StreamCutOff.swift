import SegBasics

/// A stream that ends in the middle of a sample.
public struct StreamCutOff: SegError {
  /// What broke off.
  public let failure: any SegError
  /// The key of the last whole sample; nil when there was none.
  public let lastWhole: String?

  /// Describes a stream that broke off after a whole sample.
  public init(failure: any SegError, lastWhole: String?) {
    self.failure = failure
    self.lastWhole = lastWhole
  }

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { failure.exitStatus }

  /// What is wrong, and what to do.
  public var description: String {
    failure.description
      + (lastWhole.map { " (the last whole sample is \($0))" } ?? " (before the first whole sample)")
  }

  /// Equal when they print the same.
  public static func == (left: StreamCutOff, right: StreamCutOff) -> Bool {
    left.description == right.description
  }
}
