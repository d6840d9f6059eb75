import SegBasics
import SegImaging
import SegSamples
import SegShards

/// Writes samples in a foreign format.
protocol ForeignWriter {
  /// What a sample becomes before it is written.
  associatedtype Prepared: Sendable

  /// The costly half of writing, done by any thread.
  var prepare: @Sendable (Sample) throws -> Prepared { get }

  /// Writes a sample; called in order.
  mutating func add(_ sample: Prepared, to folder: ExportFolder) throws

  /// Writes what stands at the end.
  mutating func finish(in folder: ExportFolder) throws

  /// What the user should know of what was written.
  var notices: [String] { get }
}

extension ForeignWriter {
  var notices: [String] { [] }
}

extension Sample {
  /// Brings the picture into a storage form, decoding a file of another; label maps stay files where the
  /// form leaves them.
  ///
  /// - Throws: `ImageError`, `NPYError`, `SampleError`.
  mutating func convert(to storage: PictureStorage) throws {
    let isConverted =
      switch (image, storage) {
      case (.file(_, "png"), .png), (.file(_, "jpg"), .jpeg), (.file(_, "jpeg"), .jpeg): true
      default: false
      }
    if !isConverted {
      let (first, second) = (labelMap, secondLabelMap)
      _ = try decode()
      if storage != .raw { (labelMap, secondLabelMap) = (first, second) }
    }
    try store(as: storage)
  }

  /// The picture as an encoded file; an array becomes PNG.
  ///
  /// - Returns: The file, and its extension: `jpg`, `png`, `tif` or `gif`.
  /// - Throws: `ImageError`, `NPYError`.
  func encodedPicture() throws -> (data: [UInt8], fileExtension: String) {
    var sample = self
    sample.labelMap = nil
    sample.secondLabelMap = nil
    try sample.storeAsPNG()
    guard case .file(let data, let kind) = sample.image else {
      preconditionFailure("a stored picture is a file")
    }
    return (data, kind == "jpeg" ? "jpg" : kind == "tiff" ? "tif" : kind)
  }
}

extension LabelMapContent {
  /// The class indices.
  ///
  /// - Throws: `ImageError`, `NPYError`, `SampleError`.
  func decoded() throws -> LabelMap {
    switch self {
    case .indices(let labelMap): labelMap
    case .file(let bytes, _): try LabelMap(file: bytes)
    }
  }

  /// A PNG of the class indices, with the palette of the classes; one that is PNG already stays as it is.
  ///
  /// - Throws: As ``decoded()``.
  func encodedPNG(classes: ClassTable?) throws -> [UInt8] {
    if case .file(let bytes, "png") = self { return bytes }
    return try decoded().encodedPNG(classes: classes)
  }
}
