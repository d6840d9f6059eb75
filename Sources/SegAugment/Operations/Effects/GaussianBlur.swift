import SegBasics
import SegImaging

/// Gaussian blur, as torchvision's GaussianBlur and albumentations' `GaussianBlur` define it.
///
/// reference: augmentation 2.7. Draws the side of the kernel of the odd numbers in its range, then the
/// standard deviation σ; with `auto` the side is 2⌊3.5σ⌋ + 1, as Albumentations has it, and at most 99.
/// ``SegImaging/Image/gaussianBlurred(side:sigma:)`` has the weights.
struct GaussianBlur: Operation {
  static let specification = OperationSpecification(
    name: "blur", summary: "blurs with a Gaussian", targets: [.image], mainParameter: "kernel",
    parameters: [
      .init(
        "kernel", "N, a..b or auto", standard: "5",
        "the side of the kernel; odd, 1 to 99 pixels; auto holds 3.5 sigma each way"),
      .init("sigma", "NUMBER or a..b", standard: "0.1..2", "the standard deviation in pixels"),
    ], examples: ["blur", "blur=3..9:sigma=0.5..3", "blur=auto:sigma=0.5..3"])

  struct Drawn: Codable {
    var kernel: Int
    var sigma: Double
  }

  /// Nil where it follows from the standard deviation.
  private let kernel: ClosedRange<Int>?
  private let sigma: ClosedRange<Double>

  init(_ arguments: OperationArguments) throws(OperationError) {
    kernel = arguments.text("kernel") == "auto" ? nil : try arguments.kernel()
    sigma = try arguments.requiredRange("sigma", in: 0.01...1000)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let side = kernel.map { random.odd(in: $0) }
    let sigma = random.uniform(sigma.lowerBound, sigma.upperBound)
    let most = Double(Image.filterSides.upperBound / 2)
    return Drawn(kernel: side ?? 2 * Int(min(3.5 * sigma, most)) + 1, sigma: sigma)
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    try requireKernel(drawn.kernel)
    try require(drawn.sigma, in: 0.01...1000, "sigma")
    canvas.changeImage { $0 = $0.gaussianBlurred(side: drawn.kernel, sigma: drawn.sigma) }
  }
}
