import SegBasics

/// How the learning rate changes from epoch to epoch.
public enum LearningRateSchedule: Sendable, Equatable {
  /// It stays.
  case constant
  /// It is multiplied by `factor` after each `every` epochs: `lr·factor^⌊e/every⌋`, PyTorch's StepLR.
  case step(every: Int, factor: Double)

  /// The learning rate of an epoch.
  ///
  /// - Parameters:
  ///   - epoch: From 0.
  ///   - base: The learning rate of epoch 0.
  public func rate(epoch: Int, base: Double) -> Double {
    switch self {
    case .constant: base
    // Multiplied again and again, as PyTorch does, so that the last bit agrees.
    case .step(let every, let factor):
      (0..<(epoch / every)).reduce(base) { rate, _ in rate * factor }
    }
  }
}

extension LearningRateSchedule: CustomStringConvertible {
  /// Reads `constant` or `step:every=N,factor=F`; either parameter may be missing: 7 and 0.7.
  ///
  /// - Throws: ``ScheduleError``.
  public init(_ text: String) throws(ScheduleError) {
    let name = text.prefix { $0 != ":" }
    let rest = text.dropFirst(name.count + 1)
    guard name == "step" else {
      guard text == "constant" else { throw ScheduleError(text: text) }
      self = .constant
      return
    }
    var every = 7
    var factor = 0.7
    for piece in rest.split(separator: ",") {
      let parts = piece.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { throw ScheduleError(text: text) }
      if parts[0] == "every", let value = Int(parts[1]), (1...1_000_000).contains(value) {
        every = value
      } else if parts[0] == "factor", let value = Double(parts[1]), value > 0, value <= 1 {
        factor = value
      } else {
        throw ScheduleError(text: text)
      }
    }
    self = .step(every: every, factor: factor)
  }

  /// As it is written on the command line.
  public var description: String {
    switch self {
    case .constant: "constant"
    case .step(let every, let factor): "step:every=\(every),factor=\(factor)"
    }
  }
}

/// A schedule that cannot be read.
public struct ScheduleError: SegError {
  /// What was written.
  public let text: String

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .usage }
  /// What is wrong, and what to do.
  public var description: String {
    "\(text) is no schedule; write constant, or step:every=EPOCHS,factor=0..1"
  }
}
