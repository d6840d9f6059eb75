import SegBasics
import SegImaging
import SegSamples

/// A label map in the form it is stored in, checked against the class table where it is counted.
struct StoredLabelMap {
  /// `npy`, or the extension of a picture format.
  let fileExtension: String
  /// The member.
  let data: [UInt8]
  /// Rows and columns.
  let size: PixelSize
  /// How often each class index occurs; nil where nothing is counted.
  let counts: ClassCounts?

  /// - Parameters:
  ///   - content: The label map as it came.
  ///   - form: How it is to be stored.
  ///   - besideArray: Whether the picture is stored as an array; decides for one in memory.
  ///   - isCounted: Whether the class indices are counted and held to the table.
  ///   - classes: The class table, if there is one.
  /// - Throws: `MaskError`, `ImageError`, `NPYError`, `SampleError`.
  init(
    _ content: LabelMapContent, form: LabelMapStorage, besideArray: Bool, isCounted: Bool,
    classes: ClassTable?
  ) throws {
    func count(_ labelMap: LabelMap) throws -> ClassCounts? {
      isCounted ? try ClassCounts(labelMap, classes: classes) : nil
    }
    switch content {
    case .file(let bytes, "png") where form != .raw && !isCounted:
      let header = try readImageHeader(bytes)
      guard header.isPalette || header.channels == 1 else {
        throw SampleError.colorLabelMap(channels: header.channels)
      }
      (fileExtension, data, size, counts) = ("png", bytes, header.size, nil)
    case .file(let bytes, "npy"):
      let array = try StoredArray(labelMap: bytes)
      size = array.size
      counts = isCounted ? try Self.counts(array, classes: classes) : nil
      if form == .png {
        fileExtension = "png"
        data = try LabelMap(npy: array.file).encodedPNG(classes: classes)
      } else {
        (fileExtension, data) = ("npy", array.file)
      }
    case .file(let bytes, let kind):
      let labelMap = try LabelMap(file: bytes)
      size = labelMap.size
      counts = try count(labelMap)
      if form == .raw {
        (fileExtension, data) = ("npy", labelMap.encodedNPY())
      } else {
        fileExtension = "png"
        data = kind == "png" ? bytes : try labelMap.encodedPNG(classes: classes)
      }
    case .indices(let labelMap):
      size = labelMap.size
      counts = try count(labelMap)
      if form == .raw || (form == .keep && besideArray) {
        (fileExtension, data) = ("npy", labelMap.encodedNPY())
      } else {
        (fileExtension, data) = ("png", try labelMap.encodedPNG(classes: classes))
      }
    }
  }

  /// Counts the values of an array in place, and refuses those the table does not define.
  private static func counts(_ array: StoredArray, classes: ClassTable?) throws -> ClassCounts {
    if array.bits == 8 {
      let counts = ClassCounts(histogram: array.withSamples { histogram(ofBytes: $0) }) {
        $0 == 255 || $0 == classes?.ignoreIndex
      }
      if counts.pixels.count <= classes?.entries.count ?? .max { return counts }
    }
    return try ClassCounts(LabelMap(npy: array.file), classes: classes)
  }
}
