import SegBasics
import SegSamples

/// `dataset.json`: what a shard set holds.
///
/// Depends on the samples and the settings alone, never on time, host or number of jobs.
public struct DatasetDescription: Sendable, Equatable {
  /// How the set was made.
  public var settings: PackingSettings
  /// The classes of the label maps.
  public var classes: ClassTable?
  /// Class counts and channel sums.
  public var statistics: SetStatistics
  /// The shards, in order.
  public var shards: [ShardRecord]

  /// The name of the file in the set's folder.
  public static let fileName = "dataset.json"

  /// What the file says it is, in its first line.
  static let format = "segkit-shard-set"

  /// The version of the format that is written.
  static let version = 1

  /// Samples of all shards.
  public var samples: Int { shards.reduce(0) { $0 + $1.samples } }
  /// Bytes of all shards.
  public var bytes: Int { shards.reduce(0) { $0 + $1.size } }

  /// The file: a field a line, then a shard a line, then the checksum of everything above it.
  ///
  /// - Throws: What the JSON encoder throws; values of these types do not.
  func encoded() throws -> [UInt8] {
    var fields = OrderedJSON()
    try fields.add("format", Self.format)
    try fields.add("version", Self.version)
    try fields.add("storage", settings)
    try fields.add("samples", samples)
    try fields.add("bytes", bytes)
    try fields.add("classes", classes)
    try fields.add("class_names", classes?.entries.map(\.name))
    try fields.add("ignore", classes?.ignoreIndex)
    let counts = statistics.classes.padded(to: classes)
    try fields.add("label_maps", counts.masks)
    try fields.add("class_pixels", counts.pixels)
    try fields.add("class_images", counts.images)
    try fields.add("ignored_pixels", counts.ignored)
    if let color = statistics.color {
      try fields.add("mean", color.mean)
      try fields.add("std", color.deviation)
    }
    try fields.add("pixels", statistics.pixels)
    try fields.add("checksum", "xxh64")
    var text = fields.lines.dropLast(2) + ",\n\"shards\":["
    for (number, shard) in shards.enumerated() {
      var line = OrderedJSON()
      try line.add("name", shard.name)
      try line.add("samples", shard.samples)
      try line.add("size", shard.size)
      try line.add("xxh64", shard.xxh64)
      try line.add("index", shard.index)
      try line.add("members", shard.members)
      text += (number == 0 ? "\n" : ",\n") + line.text
    }
    text += "\n],\n"
    let above = Array(text.utf8)
    return above + Seal.ending(above) + [UInt8(ascii: "\n")]
  }

  /// Reads the file.
  ///
  /// - Throws: `JSONError`.
  public init(_ bytes: [UInt8]) throws {
    let fields = try decodeJSON(Fields.self, from: bytes)
    guard fields.format == Self.format, fields.version == Self.version else {
      throw JSONError.badField("version", "version 1 of segkit-shard-set is read, no other")
    }
    // What is added up later must not overflow, whoever wrote the file.
    var samples = 0
    var size = 0
    for shard in fields.shards {
      let (sampleSum, tooManySamples) = samples.addingReportingOverflow(shard.samples)
      let (sizeSum, tooManyBytes) = size.addingReportingOverflow(shard.size)
      guard shard.samples >= 0, shard.size >= 0, !tooManySamples, !tooManyBytes else {
        throw JSONError.badField("shards", "\(shard.name) has an impossible size or count")
      }
      (samples, size) = (sampleSum, sizeSum)
    }
    settings = fields.storage
    classes = fields.classes
    let counts = ClassCounts(
      masks: fields.labelMaps, pixels: fields.classPixels, images: fields.classImages,
      ignored: fields.ignoredPixels)
    guard let counts else {
      throw JSONError.badField("class_pixels", "the counts of the classes contradict each other")
    }
    statistics = SetStatistics(classes: counts, pixels: fields.pixels)
    shards = fields.shards
  }

  /// The version of a file that was written by a newer program; nil for any other.
  static func newerVersion(_ bytes: [UInt8]) -> Int? {
    struct Head: Decodable {
      var format: String
      var version: Int
    }
    guard let head = try? decodeJSON(Head.self, from: bytes), head.format == "segkit-shard-set",
      head.version > version
    else { return nil }
    return head.version
  }

  /// Describes a set.
  init(
    settings: PackingSettings, classes: ClassTable?, statistics: SetStatistics,
    shards: [ShardRecord]
  ) {
    self.settings = settings
    self.classes = classes
    self.statistics = statistics
    self.shards = shards
  }

  /// Whether the checksum at the end is that of what stands above it.
  static func isIntact(_ bytes: [UInt8]) -> Bool {
    bytes.last == UInt8(ascii: "\n") && Seal.isIntact(Array(bytes.dropLast()))
  }

  private struct Fields: Decodable {
    var format: String
    var version: Int
    var storage: PackingSettings
    var classes: ClassTable?
    var labelMaps: Int
    var classPixels: [UInt64]
    var classImages: [UInt64]
    var ignoredPixels: UInt64
    var pixels: [PixelSums]
    var shards: [ShardRecord]

    private enum CodingKeys: String, CodingKey {
      case format, version, storage, classes, pixels, shards
      case labelMaps = "label_maps"
      case classPixels = "class_pixels"
      case classImages = "class_images"
      case ignoredPixels = "ignored_pixels"
    }
  }
}
