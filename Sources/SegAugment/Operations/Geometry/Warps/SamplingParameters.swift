import SegImaging

/// The parameters of operations that sample pixels anew: `filter`, `border`, `fill` and `mask-fill`.
struct SamplingParameters: Sendable {
  let filter: SampleFilter
  let border: Border

  /// What the operations say of them.
  static let described: [OperationSpecification.Parameter] =
    [
      .init(
        "filter", SampleFilter.allCases.map(\.rawValue).joined(separator: "|"),
        standard: "bilinear", "for the picture; label maps take the nearest pixel")
    ] + OperationSpecification.Parameter.border

  init(_ arguments: OperationArguments) throws(OperationError) {
    filter = try arguments.choice("filter", as: SampleFilter.self)
    border = try arguments.border()
  }
}

/// Samples pixels anew in a picture of the same size.
protocol SizeKeepingOperation: Operation {}

extension SizeKeepingOperation {
  func size(of size: PixelSize) -> PixelSize? { size }
}

extension Canvas {
  /// Moves pixels by a projective map; see ``warp(_:size:filter:border:)``.
  mutating func warp(
    _ homography: Homography, size: PixelSize? = nil, _ sampling: SamplingParameters
  ) throws(TransformError) {
    try warp(homography, size: size, filter: sampling.filter, border: sampling.border)
  }
}

extension OperationArguments {
  /// A range that must have a value; a single number is the range of its size around `center`.
  ///
  /// - Throws: ``OperationError``.
  func range(
    _ name: String, in allowed: ClosedRange<Double>, around center: Double
  ) throws(OperationError) -> ClosedRange<Double> {
    _ = try requiredText(name)
    return try range(name, in: allowed) {
      $0 >= 0 ? max(center - $0, allowed.lowerBound)...(center + $0) : nil
    } ?? center...center
  }
}
