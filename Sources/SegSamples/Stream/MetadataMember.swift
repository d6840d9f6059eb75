import FoundationEssentials
import SegImaging

/// Tells the toolkit's own `KEY.json` from foreign ones while decoding.
enum MetadataMember: Decodable {
  case own(String, SampleMetadata)
  case foreign(JSONValue)

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case key, source, copy, split, classes, ignore, meta, draws, mix
    case decodedFor = "decoded_for"
  }

  init(from decoder: any Decoder) throws {
    guard let all = try? decoder.container(keyedBy: JSONKey.self) else {
      self = .foreign(try JSONValue(from: decoder))
      return
    }
    let names = Set(all.allKeys.map(\.stringValue))
    let unknown = names.subtracting(CodingKeys.allCases.map(\.stringValue))
    // Nobody else writes these three, and a class table must not be lost over a field somebody added.
    let isMarked = names.isSuperset(of: ["key", "classes", "ignore"])
    guard names.contains("key"), unknown.isEmpty || isMarked else {
      self = .foreign(try JSONValue(from: decoder))
      return
    }
    do {
      var (key, metadata) = try Self.fields(of: decoder)
      for name in unknown where metadata.meta[name] == nil {
        let field = JSONKey(stringValue: name)
        metadata.meta[name] = try all.decode(JSONValue.self, forKey: field)
      }
      self = .own(key, metadata)
    } catch let error as DecodingError {
      // A field of another kind has another meaning; one of the right kind with a wrong value, such as
      // a class table nobody knows, is a fault.
      guard !isMarked, error.isOtherKind else {
        throw error
      }
      self = .foreign(try JSONValue(from: decoder))
    }
  }

  private static func fields(of decoder: any Decoder) throws -> (String, SampleMetadata) {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let key = try fields.decode(String.self, forKey: .key)
    var metadata = SampleMetadata()
    metadata.source = try fields.decodeIfPresent(String.self, forKey: .source)
    metadata.copy = try fields.decodeIfPresent(Int.self, forKey: .copy)
    metadata.split = try fields.decodeIfPresent(String.self, forKey: .split)
    metadata.classes = try fields.decodeIfPresent(ClassTable.self, forKey: .classes)
    _ = try fields.decodeIfPresent(Int.self, forKey: .ignore)
    metadata.meta = try fields.decodeIfPresent([String: JSONValue].self, forKey: .meta) ?? [:]
    metadata.draws = try fields.decodeIfPresent([SampleMetadata.Draw].self, forKey: .draws) ?? []
    metadata.mix = try fields.decodeIfPresent(SampleMetadata.Mix.self, forKey: .mix)
    metadata.decodedFor = try fields.decodeIfPresent(String.self, forKey: .decodedFor)
      .flatMap { PixelSize($0) }
    return (key, metadata)
  }
}

extension DecodingError {
  /// True when a value is of another kind than the one asked for, or not there.
  fileprivate var isOtherKind: Bool {
    switch self {
    case .typeMismatch, .valueNotFound, .keyNotFound: true
    default: false
    }
  }
}
