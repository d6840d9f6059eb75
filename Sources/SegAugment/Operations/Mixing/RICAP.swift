import SegBasics
import SegImaging

/// Random image cropping and patching (Takahashi, Matsubara, Uehara 2018): four samples in one.
///
/// reference: augmentation 2.10. `w = round(W·B₁)`, `h = round(H·B₂)`, `B ~ Beta(β, β)`; the patches
/// are this sample and three partners, each cropped anywhere. Label maps are patched alike.
struct RICAP: Operation {
  static let specification = OperationSpecification(
    name: "ricap", summary: "patches four samples into one", targets: [.image, .labelMap],
    mainParameter: "beta",
    parameters: [
      .init("beta", "0.01..100", standard: "0.3", "of the Beta distribution of the dividing point")
    ],
    mixes: true, examples: ["ricap", "ricap=1"])

  struct Drawn: Codable {
    /// The dividing point.
    var x: Int
    var y: Int
    /// Where the patches are cut out: upper left, upper right, lower left, lower right.
    var crops: [PixelBox]
    var partners: [Partner]
  }

  private let beta: Double

  init(_ arguments: OperationArguments) throws(OperationError) {
    beta = try arguments.number("beta", in: 0.01...100)
  }

  func draw(
    from random: inout RandomStream, for canvas: inout Canvas
  ) throws(TransformError) -> Drawn {
    let size = canvas.size
    let x = Int((Double(size.width) * random.beta(beta, beta)).rounded(.toNearestOrEven))
    let y = Int((Double(size.height) * random.beta(beta, beta)).rounded(.toNearestOrEven))
    var drawn = Drawn(x: x, y: y, crops: [], partners: [])
    for patch in Self.patches(x: x, y: y, of: size) {
      var available = size
      if !drawn.crops.isEmpty {
        drawn.partners.append(try canvas.drawPartner(from: &random))
        available = canvas.partners.last?.canvas.size ?? size
      }
      guard patch.width <= available.width, patch.height <= available.height else {
        throw .unlikePartner("has \(available) pixels, the sample \(size); resize both before")
      }
      let x = random.integer(in: 0...(available.width - patch.width))
      let y = random.integer(in: 0...(available.height - patch.height))
      drawn.crops.append(PixelBox(x: x, y: y, width: patch.width, height: patch.height))
    }
    return drawn
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    guard drawn.crops.count == 4 else { throw .badDraw("four crops are needed") }
    let original = canvas
    let others = try canvas.takePartners(drawn.partners, count: 3)
    let patches = Self.patches(x: drawn.x, y: drawn.y, of: canvas.size)
    for (index, (patch, crop)) in zip(patches, drawn.crops).enumerated() {
      guard crop.size == patch.size else { throw .badDraw("a crop is not as large as its patch") }
      let source = index == 0 ? original : others[index - 1]
      try canvas.paste(crop, of: source, x: patch.x, y: patch.y)
    }
  }

  private static func patches(x: Int, y: Int, of size: PixelSize) -> [PixelBox] {
    let (x, y) = (min(max(x, 0), size.width), min(max(y, 0), size.height))
    return [
      PixelBox(x: 0, y: 0, width: x, height: y),
      PixelBox(x: x, y: 0, width: size.width - x, height: y),
      PixelBox(x: 0, y: y, width: x, height: size.height - y),
      PixelBox(x: x, y: y, width: size.width - x, height: size.height - y),
    ]
  }
}
