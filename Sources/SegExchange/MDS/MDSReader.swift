import SegBasics
import SegImaging
import SegSamples
import SegShards

/// Reads a MosaicML streaming data set: shards that are not compressed, in the order of `index.json`.
struct MDSReader {
  /// Names under which people keep picture, label map and key; the first column that occurs is taken.
  private static let images = ["image", "img", "x", "jpg", "jpeg", "png"]
  private static let labelMaps = [
    "mask", "label", "labels", "seg", "segmentation", "annotation", "y",
  ]
  private static let keys = ["key", "__key__", "id", "name", "filename"]

  private let folder: String
  private var shards: ArraySlice<MDSIndex.Shard>
  private var current: (shard: MDSIndex.Shard, path: String, bytes: [UInt8], next: Int)?
  private var count = 0

  /// Reads the index of a folder.
  ///
  /// - Throws: `Located` ``ExchangeError``, `JSONError`; `SystemError`.
  init(_ path: String) throws {
    folder = path
    let index = path + "/" + MDSIndex.fileName
    guard try fileStatus(index) != nil else {
      throw Located(ExchangeError.nothingFound(.mds, MDSIndex.fileName), path: path)
    }
    shards = try locating(path: index) { try MDSIndex(readFile(index)).shards[...] }
  }

  /// The next sample, nil at the end.
  ///
  /// - Throws: `Located` ``ExchangeError``, `ImageError`, `NPYError`, `JSONError`; `SystemError`.
  mutating func next() throws -> FoundSample? {
    while true {
      if let (shard, path, bytes, number) = current, number < shard.samples {
        current?.next += 1
        count += 1
        return FoundSample(
          sample: try locating(path: path) {
            try sample(Self.values(number, of: bytes, in: shard))
          }, place: SamplePlace(input: path, number: number + 1))
      }
      guard let shard = shards.popFirst() else { return nil }
      let path = folder + "/" + shard.rawData.basename
      let bytes = try readFile(path)
      try locating(path: path) {
        guard bytes.count == shard.rawData.bytes else {
          throw ExchangeError.damaged(
            .mds, "the file has \(bytes.count) bytes, the index says \(shard.rawData.bytes)")
        }
        var cursor = ByteCursor(bytes[...], of: .mds, part: "the shard")
        let found = try cursor.count32()
        guard found == shard.samples else {
          throw ExchangeError.damaged(
            .mds, "the shard has \(found) samples, the index says \(shard.samples)")
        }
      }
      current = (shard, path, bytes, 0)
    }
  }

  /// The columns of a sample: encodings and values by name.
  private static func values(
    _ number: Int, of bytes: [UInt8], in shard: MDSIndex.Shard
  ) throws(ExchangeError) -> [String: (encoding: String, value: [UInt8])] {
    var places = ByteCursor(bytes[4...], of: .mds, part: "the list of samples")
    _ = try places.take(4 * number)
    let (begin, end) = (try places.count32(), try places.count32())
    guard begin <= end, end <= bytes.count else {
      throw .damaged(.mds, "sample \(number + 1) lies behind the end of the shard")
    }
    var cursor = ByteCursor(bytes[begin..<end], of: .mds, part: "sample \(number + 1)")
    var sizes: [Int] = []
    for fixed in shard.columnSizes {
      // The reader of the format takes 0 for no fixed size.
      if let fixed, fixed > 0 { sizes.append(fixed) } else { sizes.append(try cursor.count32()) }
    }
    var values: [String: (encoding: String, value: [UInt8])] = [:]
    for (column, size) in sizes.enumerated() {
      values[shard.columnNames[column]] = (
        shard.columnEncodings[column], Array(try cursor.take(size))
      )
    }
    return values
  }

  private func sample(
    _ values: [String: (encoding: String, value: [UInt8])]
  ) throws -> Sample {
    func first(_ names: [String]) -> (encoding: String, value: [UInt8])? {
      names.lazy.compactMap { values[$0] }.first
    }
    guard let image = first(Self.images) else {
      throw ExchangeError.noPicture(.mds, found: values.keys.sorted())
    }
    let described =
      if let json = values["json"] { try SampleMetadata.decode(json.value) } else {
        (metadata: SampleMetadata(), key: String?.none)
      }
    let named = first(Self.keys).flatMap { $0.encoding == "str" ? $0.value : nil }
    let digits = String(count - 1)
    let counted = String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    return Sample(
      key: described.key ?? named.map { String(decoding: $0, as: UTF8.self) } ?? counted,
      image: try Self.picture(image),
      labelMap: try first(Self.labelMaps).map(Self.labelMap), metadata: described.metadata)
  }

  private static func picture(
    _ column: (encoding: String, value: [UInt8])
  ) throws -> ImageContent {
    if column.encoding.hasPrefix("ndarray") {
      return .pixels(try Image(npy: MDSArray.npy(column.value, encoding: column.encoding)))
    }
    let bytes = try file(column)
    return .file(bytes, extension: try readImageHeader(bytes).format.fileExtension)
  }

  private static func labelMap(
    _ column: (encoding: String, value: [UInt8])
  ) throws -> LabelMapContent {
    if column.encoding.hasPrefix("ndarray") {
      return .indices(try LabelMap(npy: MDSArray.npy(column.value, encoding: column.encoding)))
    }
    let bytes = try file(column)
    return .file(bytes, extension: try readImageHeader(bytes).format.fileExtension)
  }

  /// The value of a column that holds a picture file.
  private static func file(
    _ column: (encoding: String, value: [UInt8])
  ) throws(ExchangeError) -> [UInt8] {
    let kind = column.encoding.prefix { $0 != ":" }
    guard ["bytes", "png", "jpeg"].contains(kind) else {
      throw .unsupported(.mds, "a picture or label map of encoding \(column.encoding)")
    }
    return column.value
  }
}
