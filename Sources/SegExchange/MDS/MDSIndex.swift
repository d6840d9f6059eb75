import SegBasics
import SegSamples

/// `index.json` of a MosaicML streaming data set, as its writer of version 2 leaves it.
struct MDSIndex: Decodable {
  /// A file of a shard.
  struct File: Codable {
    var basename: String
    var bytes: Int
    var hashes: [String: String]?
  }

  /// A shard; all have columns of their own.
  struct Shard: Decodable {
    var columnEncodings: [String]
    var columnNames: [String]
    var columnSizes: [Int?]
    var compression: String?
    var format: String
    var rawData: File
    var samples: Int
    var version: Int

    private enum CodingKeys: String, CodingKey {
      case columnEncodings = "column_encodings"
      case columnNames = "column_names"
      case columnSizes = "column_sizes"
      case rawData = "raw_data"
      case compression, format, samples, version
    }
  }

  var shards: [Shard]

  /// The name of the file.
  static let fileName = "index.json"

  /// Reads the file, and refuses shards that are not read.
  ///
  /// - Throws: `JSONError`, ``ExchangeError``.
  init(_ bytes: [UInt8]) throws {
    self = try decodeJSON(MDSIndex.self, from: bytes)
    for shard in shards {
      let name = shard.rawData.basename
      guard shard.format == "mds", shard.version == 2 else {
        throw ExchangeError.unsupported(.mds, "format \(shard.format) \(shard.version) (\(name))")
      }
      guard shard.compression == nil else {
        throw ExchangeError.unsupported(
          .mds, "compression \(shard.compression ?? "") (\(name))")
      }
      guard shard.columnNames.count == shard.columnEncodings.count,
        shard.columnNames.count == shard.columnSizes.count,
        Set(shard.columnNames.map(SampleKey.init)).count == shard.columnNames.count,
        shard.columnSizes.allSatisfy({ $0.map { (0...(1 << 31)).contains($0) } ?? true })
      else { throw ExchangeError.damaged(.mds, "the columns of \(name) contradict each other") }
      let parts = name.split(separator: "/", omittingEmptySubsequences: false)
      guard !name.isEmpty, parts.allSatisfy({ !["", ".", ".."].contains($0) }),
        !name.utf8.contains(0)
      else { throw ExchangeError.damaged(.mds, "\"\(name)\" names no shard") }
    }
  }
}
