import SegBasics
import SegImaging
import SegMasks
import SegSamples

/// A label map in the form it is stored in, checked against the class table.
struct StoredLabelMap {
  /// `npy`, or the extension of a picture format.
  let fileExtension: String
  /// The member.
  let data: [UInt8]
  /// Rows and columns.
  let size: PixelSize
  /// How often each class index occurs.
  let counts: ClassCounts

  /// - Parameters:
  ///   - content: The label map as it came.
  ///   - form: How it is to be stored.
  ///   - besideArray: Whether the picture is stored as an array; decides for one in memory.
  ///   - classes: The class table, if there is one.
  /// - Throws: `MaskError`, `ImageError`, `NPYError`, `SampleError`.
  init(
    _ content: LabelMapContent, form: StorageForm, besideArray: Bool, classes: ClassTable?
  ) throws {
    switch content {
    case .file(let bytes, "npy"):
      let array = try StoredArray(labelMap: bytes)
      size = array.size
      counts = try Self.counts(array, classes: classes)
      if form == .encoded {
        fileExtension = "png"
        data = try Self.png(try LabelMap(npy: array.file), classes: classes)
      } else {
        fileExtension = "npy"
        data = array.file
      }
    case .file(let bytes, let kind):
      let labelMap = try LabelMap(file: bytes)
      let array = StoredArray(labelMap)
      size = array.size
      counts = try Self.counts(array, classes: classes)
      switch form {
      case .raw: (fileExtension, data) = ("npy", array.file)
      case .keep, .encoded:
        fileExtension = "png"
        data = kind == "png" ? bytes : try Self.png(labelMap, classes: classes)
      }
    case .indices(let labelMap):
      let array = StoredArray(labelMap)
      size = array.size
      counts = try Self.counts(array, classes: classes)
      if form == .raw || (form == .keep && besideArray) {
        (fileExtension, data) = ("npy", array.file)
      } else {
        (fileExtension, data) = ("png", try Self.png(labelMap, classes: classes))
      }
    }
  }

  /// Counts the values, and refuses those the table does not define.
  private static func counts(_ array: StoredArray, classes: ClassTable?) throws -> ClassCounts {
    let values =
      array.bits == 8
      ? array.withSamples { histogram(of: $0) }
      : try LabelMap(npy: array.file).histogram().map(UInt64.init)
    let counts = ClassCounts(histogram: values, alsoIgnored: classes?.ignoreIndex)
    if let classes, counts.pixels.count > classes.entries.count {
      // Says which pixel it is.
      try checkClassIndices(LabelMap(npy: array.file), classes: classes)
    }
    return counts
  }

  private static func png(_ labelMap: LabelMap, classes: ClassTable?) throws -> [UInt8] {
    try encodePNG(labelMap, palette: classes?.palette)
  }
}
