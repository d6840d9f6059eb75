import SegBasics
import SegImaging

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// torchvision's RandomResizedCrop: a rectangle of random area and shape, brought to a size.
///
/// reference: augmentation 2.3 (Szegedy et al. 2015). Up to ten times: `A = HW·U(scale)`,
/// `r = exp(U(ln ratio))`, `w = round(√(Ar))`, `h = round(√(A/r))`, until it fits; then top and left.
/// Else the largest rectangle in the middle whose shape is allowed.
struct RandomResizedCrop: Operation {
  static let specification = OperationSpecification(
    name: "random-resized-crop", summary: "brings a rectangle of random area and shape to a size",
    targets: [.image, .labelMap],
    mainParameter: "size",
    parameters: [
      .init(
        "size", "WIDTHxHEIGHT or EDGE", standard: nil, "the size of the result; 1 to 65535 pixels"),
      .init("scale", "a..b", standard: "0.08..1", "the share of the picture's area"),
      .init("ratio", "a..b", standard: "0.75..1.3333333333333333", "width by height"),
      Resize.filterParameter,
    ],
    examples: [
      "random-resized-crop=20x16", "random-resized-crop=32:scale=0.5..1,ratio=1,filter=nearest",
    ])

  private let size: PixelSize
  private let scale: ClosedRange<Double>
  private let ratio: ClosedRange<Double>
  private let filter: ResizeFilter

  init(_ arguments: OperationArguments) throws(OperationError) {
    size = try arguments.size("size")
    scale = try arguments.range("scale", in: 1e-6...1) { $0...$0 } ?? 0.08...1
    ratio = try arguments.range("ratio", in: 1e-3...1e3) { $0...$0 } ?? 0.75...(4.0 / 3)
    filter = try arguments.choice("filter", as: ResizeFilter.self)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> PixelBox {
    let (width, height) = (canvas.size.width, canvas.size.height)
    for _ in 0..<10 {
      let area =
        Double(width * height) * random.uniform(scale.lowerBound, scale.upperBound)
      let shape = exp(random.uniform(log(ratio.lowerBound), log(ratio.upperBound)))
      let w = Int((area * shape).squareRoot().rounded(.toNearestOrEven))
      let h = Int((area / shape).squareRoot().rounded(.toNearestOrEven))
      guard (1...width).contains(w), (1...height).contains(h) else { continue }
      let top = random.integer(in: 0...(height - h))
      return PixelBox(x: random.integer(in: 0...(width - w)), y: top, width: w, height: h)
    }
    let shape = Double(width) / Double(height)
    var (w, h) = (width, height)
    if shape < ratio.lowerBound {
      h = Int((Double(w) / ratio.lowerBound).rounded(.toNearestOrEven))
    } else if shape > ratio.upperBound {
      w = Int((Double(h) * ratio.upperBound).rounded(.toNearestOrEven))
    }
    (w, h) = (min(max(w, 1), width), min(max(h, 1), height))
    return PixelBox(x: (width - w) / 2, y: (height - h) / 2, width: w, height: h)
  }

  func size(of size: PixelSize) -> PixelSize? { self.size }

  func apply(_ drawn: PixelBox, to canvas: inout Canvas) throws(TransformError) {
    try canvas.crop(to: drawn)
    try canvas.resize(to: size, filter: filter, labels: filter.forLabels)
  }
}
