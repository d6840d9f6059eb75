import SegBasics
import SegImaging

/// Gaussian blur, as torchvision's GaussianBlur and albumentations' `GaussianBlur` define it.
///
/// reference: augmentation 2.7. Draws the side of the kernel of the odd numbers in its range, then the
/// standard deviation; ``SegImaging/Image/gaussianBlurred(side:sigma:)`` has the weights. A kernel of 0
/// suits the standard deviation, `2·⌊3.5σ⌋ + 1` pixels up to 99, as albumentations has it.
struct GaussianBlur: Operation {
  static let specification = OperationSpecification(
    name: "blur", summary: "blurs with a Gaussian", targets: [.image], mainParameter: "kernel",
    parameters: [
      .init(
        "kernel", "N or a..b", standard: "5",
        "the side of the kernel; odd, 1 to 99 pixels; 0 suits sigma"),
      .init("sigma", "NUMBER or a..b", standard: "0.1..2", "the standard deviation in pixels"),
    ], examples: ["blur", "blur=3..9:sigma=0.5..3", "blur=0:sigma=1..2"])

  struct Drawn: Codable {
    var kernel: Int
    var sigma: Double
  }

  /// Nil for one that suits the standard deviation.
  private let kernel: ClosedRange<Int>?
  private let sigma: ClosedRange<Double>

  init(_ arguments: OperationArguments) throws(OperationError) {
    let isAutomatic = ["0", "0..0"].contains(try arguments.requiredText("kernel"))
    kernel = isAutomatic ? nil : try arguments.kernel()
    sigma = try arguments.requiredRange("sigma", in: 0.01...1000)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let side = kernel.map { random.odd(in: $0) }
    let sigma = random.uniform(sigma.lowerBound, sigma.upperBound)
    return Drawn(kernel: side ?? min(2 * Int(3.5 * sigma) + 1, 99), sigma: sigma)
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    try requireKernel(drawn.kernel)
    try require(drawn.sigma, in: 0.01...1000, "sigma")
    canvas.changeImage { $0 = $0.gaussianBlurred(side: drawn.kernel, sigma: drawn.sigma) }
  }
}
