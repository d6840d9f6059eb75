import SegBasics
import SegImaging

/// Simple copy-paste (Ghiasi 2021): what is of chosen classes in another sample, put over this.
///
/// The partner keeps its place, or, where it is larger or smaller, is put anywhere so that one lies
/// within the other. Scaling and flipping it is left to the operations that stand before.
struct CopyPaste: Operation {
  static let specification = OperationSpecification(
    name: "copy-paste", summary: "pastes the objects of chosen classes of another sample",
    targets: [.image, .labelMap], mainParameter: "classes",
    parameters: [
      .init("classes", "ID or ID/ID/…", standard: nil, "the class indices of what is pasted")
    ],
    mixes: true, examples: ["copy-paste=3", "copy-paste=3/90"])

  struct Drawn: Codable {
    /// Where the partner's first pixel comes.
    var x: Int
    var y: Int
    var partners: [Partner]
  }

  private let classes: Set<Int>

  init(_ arguments: OperationArguments) throws(OperationError) {
    _ = try arguments.requiredText("classes")
    classes = Set(try arguments.classIndices("classes") ?? [])
  }

  func draw(
    from random: inout RandomStream, for canvas: inout Canvas
  ) throws(TransformError) -> Drawn {
    if let labelMap = canvas.labelMapsAhead.first {
      for index in classes.sorted() { try canvas.requireClass(index, in: labelMap) }
    }
    let partner = try canvas.drawPartner(from: &random)
    let other = canvas.partners.last?.canvas.size ?? canvas.size
    let x = canvas.size.width - other.width
    let y = canvas.size.height - other.height
    return Drawn(
      x: random.integer(in: min(0, x)...max(0, x)), y: random.integer(in: min(0, y)...max(0, y)),
      partners: [partner])
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    let other = try canvas.takePartners(drawn.partners, count: 1)[0]
    try canvas.paste(classes: classes, of: other, x: drawn.x, y: drawn.y)
  }
}
