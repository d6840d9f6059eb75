import SegBasics
import SegImaging
import SegSamples

/// A picture in the form it is stored in.
struct StoredPicture {
  /// `image.npy`, or the extension of a picture format.
  let fileExtension: String
  /// The member.
  let data: [UInt8]
  /// Channel sums, where the settings ask for them.
  private(set) var sums: PixelSums?
  /// Faults that did not stop the decoder.
  private(set) var warnings: [String] = []

  /// - Parameters:
  ///   - sample: The sample it belongs to.
  ///   - maskSizes: The sizes of the sample's label maps.
  ///   - settings: How it is to be stored, and whether sums are taken.
  /// - Throws: `ImageError`, `NPYError`, `SampleError`.
  init(of sample: Sample, maskSizes: [PixelSize], settings: PackingSettings) throws {
    switch sample.image {
    case .pixels(let image):
      self = try Self.stored(StoredArray(image), maskSizes: maskSizes, settings: settings)
    case .file(let bytes, "npy"):
      let array = try StoredArray(image: bytes)
      self = try Self.stored(array, maskSizes: maskSizes, settings: settings)
    case .file(let bytes, let kind):
      if settings.store == .raw || settings.statistics == .full {
        self = try Self.decoded(sample, bytes, kind, settings: settings)
      } else {
        let header = try readImageHeader(bytes)
        var size = header.size
        // A mask of the turned size only says that the orientation is to be applied.
        if let mask = maskSizes.first, mask != size, (5...8).contains(header.orientation ?? 1) {
          size = PixelSize(width: size.height, height: size.width)
        }
        try Self.check(maskSizes, against: size)
        self.init(fileExtension: kind, data: bytes)
      }
    }
  }

  private init(fileExtension: String, data: [UInt8]) {
    self.fileExtension = fileExtension
    self.data = data
  }

  /// A picture that came as an array.
  private static func stored(
    _ array: StoredArray, maskSizes: [PixelSize], settings: PackingSettings
  ) throws -> StoredPicture {
    try check(maskSizes, against: array.size)
    let isEncoded = settings.store == .encoded
    var picture =
      isEncoded
      ? StoredPicture(fileExtension: "png", data: try encodePNG(try Image(npy: array.file)))
      : StoredPicture(fileExtension: "image.npy", data: array.file)
    // What is counted depends on the form stored, so that a rebuilt shard gives the same sums.
    if settings.statistics == .full || (settings.statistics == .arrays && !isEncoded) {
      picture.sums = PixelSums(array)
    }
    return picture
  }

  /// A picture file whose pixels are stored or counted.
  private static func decoded(
    _ sample: Sample, _ bytes: [UInt8], _ kind: String, settings: PackingSettings
  ) throws -> StoredPicture {
    var sample = sample
    let warnings = try sample.decode()
    guard case .pixels(let image) = sample.image else {
      preconditionFailure("a decoded picture has pixels")
    }
    let array = StoredArray(image)
    var picture =
      settings.store == .raw
      ? StoredPicture(fileExtension: "image.npy", data: array.file)
      : StoredPicture(fileExtension: kind, data: bytes)
    picture.warnings = warnings
    if settings.statistics != .none { picture.sums = PixelSums(array) }
    return picture
  }

  private static func check(_ masks: [PixelSize], against size: PixelSize) throws(SampleError) {
    for mask in masks where mask != size { throw .sizeMismatch(image: size, labelMap: mask) }
  }
}
