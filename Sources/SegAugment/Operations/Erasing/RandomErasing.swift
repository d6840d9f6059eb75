import SegBasics
import SegImaging

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Random Erasing (Zhong and others 2017): one rectangle of random area, aspect ratio and place.
///
/// reference: augmentation 2.9. Up to 100 times an area `s·H·W` and an aspect ratio `r` are drawn, until
/// `h = round(√(s·H·W·r))` and `w = round(√(s·H·W/r))` are less than the picture's; then the row and the
/// column. Without success nothing is erased. Standard values are the paper's; torchvision's
/// `RandomErasing` is `random-erasing:area=0.02..0.33,aspect=0.3..3.3,aspect-scale=log,fill=0`.
struct RandomErasing: Operation {
  static let specification = OperationSpecification(
    name: "random-erasing", summary: "erases one rectangle inside the picture",
    targets: [.image, .labelMap], standardProbability: 0.5,
    parameters: [
      .init("area", "a..b", standard: "0.02..0.4", "the share of the picture; above 0, to 1"),
      .init("aspect", "a..b", standard: "0.3..3.3333", "height by width; 0.01 to 100"),
      .init(
        "aspect-scale", "linear|log", standard: "linear",
        "whether the aspect ratio or its logarithm is drawn evenly"),
    ] + Erasure.parameters(fill: "random"),
    erases: true,
    examples: [
      "random-erasing:p=1",
      "random-erasing:area=0.02..0.33,aspect=0.3..3.3,aspect-scale=log,fill=0,mask=ignore,p=1",
      "random-erasing:area=0.1..0.2,fill=mean,mask=9",
    ])

  enum Scale: String, CaseIterable {
    case linear
    case log
  }

  struct Drawn: Codable {
    /// What is erased; nil when nothing suited the picture.
    var box: PixelBox?
    var seed: UInt64?
  }

  private let area: ClosedRange<Double>
  private let aspect: ClosedRange<Double>
  private let scale: Scale
  private let erasure: Erasure

  init(_ arguments: OperationArguments) throws(OperationError) {
    area = try arguments.requiredRange("area", in: 1e-6...1)
    aspect = try arguments.requiredRange("aspect", in: 0.01...100)
    scale = try arguments.choice("aspect-scale", as: Scale.self)
    erasure = try Erasure(arguments)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let box = drawBox(from: &random, size: canvas.size)
    return Drawn(box: box, seed: erasure.drawSeed(from: &random))
  }

  private func drawBox(from random: inout RandomStream, size: PixelSize) -> PixelBox? {
    for _ in 0..<100 {
      let share = random.uniform(area.lowerBound, area.upperBound)
      let ratio =
        switch scale {
        case .linear: random.uniform(aspect.lowerBound, aspect.upperBound)
        case .log: exp(random.uniform(log(aspect.lowerBound), log(aspect.upperBound)))
        }
      let pixels = share * Double(size.width * size.height)
      let height = Int((pixels * ratio).squareRoot().rounded(.toNearestOrEven))
      let width = Int((pixels / ratio).squareRoot().rounded(.toNearestOrEven))
      guard (1..<max(1, size.width)).contains(width), (1..<max(1, size.height)).contains(height)
      else { continue }
      let y = random.integer(in: 0...size.height - height)
      let x = random.integer(in: 0...size.width - width)
      return PixelBox(x: x, y: y, width: width, height: height)
    }
    return nil
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    try erasure.erase(drawn.box.map { [$0] } ?? [], seed: drawn.seed, from: &canvas)
  }
}
