import SegBasics
import SegImaging
import SegSamples

extension Sample {
  /// Reads the files a manifest line names: the picture as it is, the mask decoded to class indices.
  ///
  /// - Parameters:
  ///   - entry: The line.
  ///   - limits: What is refused; its page is the entry's.
  /// - Throws: `Located` `ImageError`, ``MaskError``, `NPYError`; `SystemError`.
  public init(listed entry: ManifestEntry, limits: DecodeOptions = DecodeOptions()) throws {
    let bytes = try locating(sample: entry.key) { try readFile(entry.image) }
    let image = try locating(path: entry.image, sample: entry.key) {
      try Self.content(of: bytes, page: entry.page, limits: limits)
    }
    var labelMap: LabelMap?
    if let mask = entry.mask {
      let bytes = try locating(sample: entry.key) { try readFile(mask.path) }
      var options = limits
      options.page = mask.page ?? 0
      labelMap = try locating(path: mask.path, sample: entry.key) {
        try decodeMask(bytes, encoding: mask.encoding, classes: entry.classes, options: options)
      }
    }
    self.init(
      key: entry.key, image: image, labelMap: labelMap.map { .indices($0) },
      metadata: SampleMetadata(split: entry.split, classes: entry.classes, meta: entry.meta))
  }

  /// Keeps a file as it is; a page of a larger file is decoded.
  private static func content(
    of bytes: [UInt8], page: Int?, limits: DecodeOptions
  ) throws -> ImageContent {
    if bytes.starts(with: NPYHeader.magic) { return .file(bytes, extension: "npy") }
    if let page {
      var options = limits
      options.page = page
      return .pixels(try decodeImage(bytes, options: options).image)
    }
    return .file(bytes, extension: try readImageHeader(bytes).format.fileExtension)
  }
}
