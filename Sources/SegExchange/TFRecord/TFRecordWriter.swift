import SegBasics
import SegImaging
import SegSamples
import SegShards

/// Writes `SPLIT-00000.tfrecord` …: a `tf.Example` for each sample, with the features DeepLab reads.
struct TFRecordWriter: ForeignWriter {
  struct Record: Sendable {
    let split: String?
    let bytes: [UInt8]
  }

  /// The features, and ours besides.
  enum Name {
    static let image = "image/encoded"
    static let fileName = "image/filename"
    static let labelMap = "image/segmentation/class/encoded"
    static let secondLabelMap = "segkit/mask2/encoded"
    static let metadata = "segkit/json"
  }

  /// The size over which a file does not grow, unless by its only record.
  private static let shardSize = 128 << 20

  let prepare: @Sendable (Sample) throws -> Record
  private let name: String
  private var shards: [SampleKey: (number: Int, bytes: [UInt8])] = [:]

  /// - Parameter name: How the files of samples of no split are called.
  init(name: String, storage: PictureStorage?) {
    self.name = name
    prepare = { sample in
      var sample = sample
      if let storage { try sample.convert(to: storage) }
      return Record(
        split: sample.metadata.split, bytes: Self.record(try Self.example(sample).encoded()))
    }
  }

  private static func example(_ sample: Sample) throws -> TFExample {
    let classes = sample.metadata.classes
    let picture = try sample.encodedPicture()
    let header = try readImageHeader(picture.data)
    let formats = ["jpg": "jpeg", "tif": "tiff"]
    let format = formats[picture.fileExtension] ?? picture.fileExtension
    var example = TFExample()
    example.features = [
      Name.image: .bytes([picture.data]),
      Name.fileName: .bytes([Array(sample.key.utf8)]),
      "image/format": .bytes([Array(format.utf8)]),
      "image/height": .integers([Int64(header.size.height)]),
      "image/width": .integers([Int64(header.size.width)]),
      "image/channels": .integers([Int64(header.channels)]),
      Name.metadata: .bytes([try sample.metadata.encoded(key: sample.key)]),
    ]
    if let labelMap = sample.labelMap {
      example.features[Name.labelMap] = .bytes([try labelMap.encodedPNG(classes: classes)])
      example.features["image/segmentation/class/format"] = .bytes([Array("png".utf8)])
    }
    if let second = sample.secondLabelMap {
      example.features[Name.secondLabelMap] = .bytes([try second.encodedPNG(classes: classes)])
    }
    return example
  }

  /// Length and its checksum, data and theirs.
  private static func record(_ data: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(number: UInt64(data.count))
    bytes.append(number: CRC32C.masked(bytes))
    bytes += data
    bytes.append(number: CRC32C.masked(data))
    return bytes
  }

  mutating func add(_ record: Record, to folder: ExportFolder) throws {
    let split = SampleKey(record.split ?? name)
    let held = shards[split]?.bytes.count ?? 0
    if held > 0, held + record.bytes.count > Self.shardSize { try end(split, in: folder) }
    shards[split, default: (0, [])].bytes += record.bytes
  }

  mutating func finish(in folder: ExportFolder) throws {
    let splits = shards.keys.sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
    for split in splits { try end(split, in: folder) }
  }

  private mutating func end(_ split: SampleKey, in folder: ExportFolder) throws {
    guard let shard = shards[split], !shard.bytes.isEmpty else { return }
    let digits = String(shard.number)
    let number = String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    try folder.write(shard.bytes, to: "\(try fileName(split.text))-\(number).tfrecord")
    shards[split] = (shard.number + 1, [])
  }
}

/// A split as a part of a file's name.
///
/// - Throws: `ShardError.escapingKey` for one that is no file name.
func fileName(_ split: String) throws(ShardError) -> String {
  guard Unpacking.staysInside(split), !split.utf8.contains(UInt8(ascii: "/")) else {
    throw .escapingKey(split)
  }
  return split
}
