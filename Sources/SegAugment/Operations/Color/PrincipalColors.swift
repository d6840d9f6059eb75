import SegBasics

/// Adds along the principal components of the colours of ImageNet: `P·(α∘λ)`, α normal.
///
/// reference: augmentation 2.7; AlexNet (Krizhevsky 2012), section 4.1. Draws α₁, α₂, α₃. Rounded to
/// the nearest integer. A gray picture gets the gray of what RGB would get.
struct PrincipalColors: Operation {
  static let specification = OperationSpecification(
    name: "pca", summary: "shifts colors along the principal components of ImageNet",
    targets: [.image], mainParameter: "alpha",
    parameters: [
      .init("alpha", "NUMBER", standard: "0.1", "the standard deviation of the draws, 0..10")
    ],
    examples: ["pca", "pca=0.5"])

  struct Drawn: Codable {
    var alphas: [Double]
  }

  /// Roots of the eigenvalues, and the eigenvectors as columns, for samples of 0...1.
  private static let scales = [0.2175, 0.0188, 0.0045]
  private static let components = [
    [-0.5675, 0.7192, 0.4009], [-0.5808, -0.0045, -0.8140], [-0.5836, -0.6948, 0.4203],
  ]

  private let alpha: Double

  init(_ arguments: OperationArguments) throws(OperationError) {
    alpha = try arguments.number("alpha", in: 0...10)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    Drawn(alphas: (0..<3).map { _ in alpha * random.normal() })
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    try canvas.requireGrayOrRGB()
    guard drawn.alphas.count == 3, drawn.alphas.allSatisfy({ abs($0) <= 1000 }) else {
      throw .badDraw("\(drawn.alphas) are not three numbers of -1000..1000")
    }
    let bound = Double(canvas.maximumValue)
    var shifts = Self.shifts(drawn.alphas).map { bound * $0 }
    if canvas.channels < 3 {
      shifts = [0.2989 * shifts[0] + 0.587 * shifts[1] + 0.114 * shifts[2]]
    }
    canvas.mapEachColor { value, channel in
      Int((Double(value) + shifts[channel]).rounded(.toNearestOrEven))
    }
  }

  /// What is added to red, green and blue, of samples of 0...1.
  static func shifts(_ alphas: [Double]) -> [Double] {
    components.map { row in
      zip(row, zip(alphas, scales)).reduce(0) { $0 + $1.0 * $1.1.0 * $1.1.1 }
    }
  }
}
