import SegBasics
import SegImaging
import SegSamples

extension Sample {
  /// Reads the files a manifest line names: the picture as it is, the mask decoded to class indices.
  ///
  /// - Parameters:
  ///   - entry: The line.
  ///   - limits: What is refused; its page is the entry's.
  /// - Throws: `Located` `ImageError`, ``MaskError``, `SampleError`, `NPYError`; `SystemError`.
  public init(listed entry: ManifestEntry, limits: DecodeOptions = DecodeOptions()) throws {
    let bytes = try locating(sample: entry.key) { try readFile(entry.image) }
    var labelMap: LabelMap?
    if let mask = entry.mask {
      let bytes = try locating(sample: entry.key) { try readFile(mask.path) }
      var options = limits
      options.page = mask.page ?? 0
      labelMap = try locating(path: mask.path, sample: entry.key) {
        try decodeMask(
          bytes, encoding: mask.encoding, classes: entry.classes, threshold: mask.threshold,
          options: options)
      }
    }
    let image = try locating(path: entry.image, sample: entry.key) {
      try Self.content(of: bytes, page: entry.page ?? 0, labelMap: labelMap, limits: limits)
    }
    self.init(
      key: entry.key, image: image, labelMap: labelMap.map { .indices($0) },
      metadata: SampleMetadata(split: entry.split, classes: entry.classes, meta: entry.meta))
  }

  /// Keeps a file as it is; a page of a larger file is decoded.
  private static func content(
    of bytes: [UInt8], page: Int, labelMap: LabelMap?, limits: DecodeOptions
  ) throws -> ImageContent {
    if bytes.starts(with: NPYHeader.magic) {
      guard page == 0 else { throw ImageError.noPage(page, pages: 1) }
      return .file(bytes, extension: "npy")
    }
    let header = try readImageHeader(bytes)
    guard page > 0 || header.pages > 1 else {
      return .file(bytes, extension: header.format.fileExtension)
    }
    var options = limits
    options.page = page
    let sizes = [labelMap?.size].compactMap { $0 }
    return .pixels(try Image.paired(bytes, labelMaps: sizes, options: options).image)
  }
}
