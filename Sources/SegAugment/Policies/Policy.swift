import SegBasics
import SegImaging

/// A published policy: it draws operations from a table, and how strong each is.
///
/// What it draws is applied and recorded operation by operation, so that replay needs no policy.
protocol Policy: Sendable {
  /// Name, parameters and help.
  static var specification: OperationSpecification { get }

  /// Reads the parameters.
  ///
  /// - Throws: ``OperationError``.
  init(_ arguments: OperationArguments) throws(OperationError)

  /// The operations it may draw, by name.
  var operationNames: [String] { get }

  /// How many operations it applies to a sample at most.
  var mostOperations: Int { get }

  /// Draws operations for a sample of a size, in the order they are applied.
  ///
  /// - Throws: ``TransformError``.
  func choose(
    from random: inout RandomStream, size: PixelSize
  ) throws(TransformError) -> [PolicyChoice]
}

extension Policy {
  typealias Choice = PolicyChoice
}

/// An operation a policy drew.
struct PolicyChoice: Sendable {
  var step: Step
  /// Whether the chance the table gives it let it be.
  var isApplied: Bool
}
