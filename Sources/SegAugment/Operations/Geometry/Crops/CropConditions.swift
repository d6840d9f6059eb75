import SegImaging

/// What the label map of a random crop should hold.
struct CropConditions {
  /// Classes of which one pixel at least should be seen; empty for any.
  let classes: [Int]
  /// The greatest share of pixels that are ignored.
  let mostIgnored: Double
  /// The greatest share of one class in the pixels that are not ignored.
  let mostOfOneClass: Double

  /// The parameters, for a specification.
  static let parameters: [OperationSpecification.Parameter] = [
    .init(
      "with", "ID or ID/ID", standard: nil,
      "at least one pixel of one of these classes is kept, if the sample has any"),
    .init(
      "ignore-at-most", "0..1", standard: "1", "the greatest share of ignored pixels, if found"),
    .init(
      "class-at-most", "0..1", standard: "1",
      "the greatest share of one class in what is not ignored, if found; mmseg takes 0.75"),
  ]

  init(_ arguments: OperationArguments) throws(OperationError) {
    classes = try arguments.classIndices("with") ?? []
    mostIgnored = try arguments.number("ignore-at-most", in: 0...1)
    mostOfOneClass = try arguments.number("class-at-most", in: 0...1)
  }

  /// Whether every crop will do.
  var isEmpty: Bool { classes.isEmpty && mostIgnored == 1 && mostOfOneClass == 1 }

  /// Whether the pixels of a rectangle, which may reach beyond the label map, are as they should be.
  ///
  /// What lies beyond counts as ignored.
  func areMet(by box: PixelBox, of labelMap: LabelMap) -> Bool {
    let size = labelMap.size
    let (left, top) = (max(box.x, 0), max(box.y, 0))
    let seen = PixelBox(
      x: left, y: top, width: min(box.x + box.width, size.width) - left,
      height: min(box.y + box.height, size.height) - top)
    var counts = labelMap.cropped(to: seen).histogram()
    counts[labelMap.ignoreIndex] = 0
    guard classes.isEmpty || classes.contains(where: { $0 < counts.count && counts[$0] > 0 }) else {
      return false
    }
    let labelled = counts.reduce(0, +)
    let pixels = box.width * box.height
    guard Double(pixels - labelled) <= mostIgnored * Double(pixels) else { return false }
    return mostOfOneClass == 1
      || labelled > 0 && Double(counts.max() ?? 0) <= mostOfOneClass * Double(labelled)
  }
}
