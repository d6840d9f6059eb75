import SegBasics
import SegImaging
import SegSamples
import SegShards

/// Writes a MosaicML streaming data set: `shard.00000.mds` …, not compressed, and `index.json`.
///
/// The columns are `image` and `mask` (`ndarray`, `png` or `jpeg`), `json` (`str`) and `key` (`str`).
struct MDSWriter: ForeignWriter {
  struct Row: Sendable {
    /// The encodings of picture and label map.
    let image: String
    let mask: String?
    /// The values in the order of the columns.
    let values: [[UInt8]]
  }

  /// The size over which a shard does not grow, unless by its only sample; the format counts 32 bits.
  private static let shardSize = 64 << 20

  let prepare: @Sendable (Sample) throws -> Row
  private var columns: (image: String, mask: String?)?
  private var samples: [[UInt8]] = []
  private var held = 0
  private var shards: [String] = []

  init(storage: PictureStorage?) {
    prepare = { sample in
      var sample = sample
      let metadata = try sample.metadata.encoded(key: sample.key)
      if let storage { try sample.convert(to: storage) }
      let image = try Self.picture(sample.image)
      let mask = try sample.labelMap.map { try Self.labelMap($0, sample.metadata.classes) }
      let text = metadata.last == UInt8(ascii: "\n") ? Array(metadata.dropLast()) : metadata
      return Row(
        image: image.encoding, mask: mask?.encoding,
        values: [image.value, text, Array(sample.key.utf8)] + (mask.map { [$0.value] } ?? []))
    }
  }

  private static func picture(
    _ image: ImageContent
  ) throws -> (encoding: String, value: [UInt8]) {
    switch image {
    case .pixels(let image): return ("ndarray", try MDSArray.encoded(npy: image.encodedNPY()))
    case .file(let bytes, "npy"):
      return ("ndarray", try MDSArray.encoded(npy: Image(npy: bytes).encodedNPY()))
    case .file(let bytes, let kind):
      let encodings = ["jpg": "jpeg", "jpeg": "jpeg", "png": "png"]
      guard let encoding = encodings[kind] else {
        throw ExchangeError.unsupported(.mds, "a picture of kind \(kind) (use --store png)")
      }
      return (encoding, bytes)
    }
  }

  private static func labelMap(
    _ content: LabelMapContent, _ classes: ClassTable?
  ) throws -> (encoding: String, value: [UInt8]) {
    switch content {
    case .file(_, "npy"), .indices:
      ("ndarray", try MDSArray.encoded(npy: content.decoded().encodedNPY()))
    default: ("png", try content.encodedPNG(classes: classes))
    }
  }

  mutating func add(_ row: Row, to folder: ExportFolder) throws {
    func described(_ image: String, _ mask: String?) -> String {
      "image \(image)" + (mask.map { " with mask \($0)" } ?? " without a mask")
    }
    if let columns, columns != (row.image, row.mask) {
      if row.mask == nil { throw ExchangeError.needsLabelMap(.mds) }
      throw ExchangeError.mixedForms(
        .mds, first: described(columns.image, columns.mask), other: described(row.image, row.mask))
    }
    columns = (row.image, row.mask)
    var sample: [UInt8] = []
    for value in row.values {
      guard let size = UInt32(exactly: value.count) else {
        throw ExchangeError.tooLarge(.mds, bytes: value.count, limit: Int(UInt32.max))
      }
      sample.append(number: size)
    }
    for value in row.values { sample += value }
    if !samples.isEmpty, held + sample.count > Self.shardSize { try endShard(in: folder) }
    guard sample.count < 1 << 31 else {
      throw ExchangeError.tooLarge(.mds, bytes: sample.count, limit: 1 << 31)
    }
    samples.append(sample)
    // Four bytes for its place.
    held += sample.count + 4
  }

  private mutating func endShard(in folder: ExportFolder) throws {
    guard !samples.isEmpty, let columns else { return }
    let digits = String(shards.count)
    let name =
      "shard." + String(repeating: "0", count: max(0, 5 - digits.count)) + digits + ".mds"
    var names = ["image", "json", "key"]
    var encodings = [columns.image, "str", "str"]
    if let mask = columns.mask {
      names.append("mask")
      encodings.append(mask)
    }
    var shard = OrderedJSON()
    try shard.add("column_encodings", encodings)
    try shard.add("column_names", names)
    let sizes = "\"column_sizes\":[\(names.map { _ in "null" }.joined(separator: ","))]"
    let config =
      shard.text.dropLast()
      + ",\(sizes),\"compression\":null,\"format\":\"mds\",\"hashes\":[]"
    let limits = ",\"size_limit\":\(Self.shardSize),\"version\":2"
    let settings = Array((config + limits + "}").utf8)
    let bytes = Self.shard(samples, settings: settings)
    try folder.write(bytes, to: name)
    let file = "{\"basename\":\"\(name)\",\"bytes\":\(bytes.count),\"hashes\":{}}"
    shards.append(
      config + ",\"raw_data\":\(file),\"samples\":\(samples.count)" + limits
        + ",\"zip_data\":null}")
    samples = []
    held = 0
  }

  /// The number of samples, where each begins and the last ends, the settings, the samples.
  private static func shard(_ samples: [[UInt8]], settings: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(number: UInt32(samples.count))
    var place = 4 + 4 * (samples.count + 1) + settings.count
    for sample in samples {
      bytes.append(number: UInt32(place))
      place += sample.count
    }
    bytes.append(number: UInt32(place))
    bytes += settings
    bytes.reserveCapacity(place)
    for sample in samples { bytes += sample }
    return bytes
  }

  mutating func finish(in folder: ExportFolder) throws {
    try endShard(in: folder)
    let text = "{\"shards\":[\n" + shards.joined(separator: ",\n") + "\n],\"version\":2}\n"
    try folder.write(Array(text.utf8), to: MDSIndex.fileName)
  }
}
