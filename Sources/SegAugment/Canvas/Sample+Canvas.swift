import SegImaging
import SegSamples

extension Sample {
  /// A canvas of the sample.
  ///
  /// A picture that was decoded at a fraction of its size is smaller than its label maps; both are
  /// brought to the size of the resize that asked for it, each from what there is.
  ///
  /// - Parameter resize: The resize the pipeline begins with, where it has a fixed size.
  /// - Precondition: Picture and label maps are decoded.
  func canvas(before resize: Resize? = nil) -> Canvas {
    guard case .pixels(let image) = image else {
      preconditionFailure("sample \(key) has not been decoded")
    }
    let labelMaps = [labelMap, secondLabelMap].compactMap { content in
      if case .indices(let labelMap) = content { labelMap } else { nil }
    }
    guard let resize, let size = resize.fixedSize,
      labelMaps.contains(where: { $0.size != image.size })
    else { return Canvas(image: image, labelMaps: labelMaps, classes: metadata.classes) }
    return Canvas(
      image: image.resized(to: size, filter: resize.filter),
      labelMaps: labelMaps.map { $0.resized(to: size, filter: resize.filter.forLabels) },
      classes: metadata.classes)
  }

  /// Takes the pixels of a canvas.
  mutating func takePixels(of canvas: inout Canvas) {
    image = canvas.imageContent
    let labelMaps = canvas.labelMaps.map(LabelMapContent.indices)
    labelMap = labelMaps.first
    secondLabelMap = labelMaps.dropFirst().first
  }

  /// The members of a foreign shard that stay true when pixels move: texts and class numbers.
  ///
  /// The shares of the classes are left out: they follow from the label maps.
  ///
  /// - Parameters:
  ///   - operations: The names of the operations that move pixels.
  ///   - drops: Whether the others are left out instead of refused.
  /// - Throws: ``TransformError/unmovableMembers(_:operations:)``.
  func movableExtras(
    by operations: [String], dropping drops: Bool
  ) throws(TransformError) -> [Extra] {
    let extras = extrasBesideShares
    guard !operations.isEmpty else { return extras }
    let texts = ["txt", "text", "transcript", "cls", "cls2", "index", "inx", "id"]
    let isText = { (extra: Extra) in
      texts.contains(String(extra.fileExtension.split(separator: ".").last ?? ""))
    }
    guard drops || extras.allSatisfy(isText) else {
      throw .unmovableMembers(
        extras.filter { !isText($0) }.map(\.fileExtension), operations: operations)
    }
    return extras.filter(isText)
  }
}
