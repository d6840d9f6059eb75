import SegBasics
import SegImaging
import SegSamples

/// A picture in the form it is stored in.
struct StoredPicture {
  /// `image.npy`, or the extension of a picture format.
  let fileExtension: String
  /// The member.
  let data: [UInt8]
  /// Channel sums of what is stored, where the settings ask for them.
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
      if !Self.stays(kind, settings.store) || settings.statistics == .full {
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

  /// Whether a picture file stays as it is.
  private static func stays(_ kind: String, _ form: StorageForm) -> Bool {
    switch form {
    case .keep, .encoded: true
    case .raw: false
    case .png: kind == "png"
    case .jpeg(let quality): quality == nil && (kind == "jpg" || kind == "jpeg")
    }
  }

  /// A picture that came as an array.
  private static func stored(
    _ array: StoredArray, maskSizes: [PixelSize], settings: PackingSettings
  ) throws -> StoredPicture {
    try check(maskSizes, against: array.size)
    return try stored(array, settings: settings)
  }

  /// Pixels in the form the settings ask for.
  private static func stored(
    _ array: StoredArray, settings: PackingSettings
  ) throws -> StoredPicture {
    var picture: StoredPicture
    var counted: StoredArray? = array
    switch settings.store {
    case .keep, .raw: picture = StoredPicture(fileExtension: "image.npy", data: array.file)
    case .png, .encoded:
      let file = try encodePNG(try Image(npy: array.file))
      picture = StoredPicture(fileExtension: "png", data: file)
      if settings.statistics == .arrays { counted = nil }
    case .jpeg(let quality):
      let file = try encodeJPEG(try Image(npy: array.file), quality: quality ?? 90)
      picture = StoredPicture(fileExtension: "jpg", data: file)
      // What is counted is what is read from the set.
      counted = settings.statistics == .full ? StoredArray(try decodeImage(file).image) : nil
    }
    if settings.statistics != .none, let counted { picture.sums = PixelSums(counted) }
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
    var picture: StoredPicture
    if stays(kind, settings.store) {
      picture = StoredPicture(fileExtension: kind, data: bytes)
      picture.sums = PixelSums(array)
    } else {
      picture = try stored(array, settings: settings)
    }
    picture.warnings = warnings
    return picture
  }

  private static func check(_ masks: [PixelSize], against size: PixelSize) throws(SampleError) {
    for mask in masks where mask != size { throw .sizeMismatch(image: size, labelMap: mask) }
  }
}
