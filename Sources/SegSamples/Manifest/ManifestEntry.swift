import FoundationEssentials
import SegBasics

/// One line of a manifest: a sample that is listed, not read.
public struct ManifestEntry: Sendable, Hashable {
  /// Unique in the data set.
  public var key: String
  /// The picture file, absolute or relative to where the reader runs.
  public var image: String
  /// The page of a multi-page TIFF, from 0.
  public var page: Int?
  /// The mask, if there is one.
  public var mask: MaskSource?
  /// The data set's own word: `trainval`, `train`, `val`, `test`.
  public var split: String?
  /// The classes of the label map.
  public var classes: ClassTable?
  /// Whatever else is known.
  public var meta: [String: JSONValue]

  /// Lists a sample.
  public init(
    key: String, image: String, page: Int? = nil, mask: MaskSource? = nil, split: String? = nil,
    classes: ClassTable? = nil, meta: [String: JSONValue] = [:]
  ) {
    self.key = key
    self.image = image
    self.page = page
    self.mask = mask
    self.split = split
    self.classes = classes
    self.meta = meta
  }

  /// Reads a line.
  ///
  /// - Throws: ``JSONError``.
  public init(line: [UInt8]) throws {
    self = try decodeJSON(ManifestEntry.self, from: line)
    do { try SampleKey(key).check() } catch {
      throw JSONError.badField("key", error.description)
    }
    for page in [page, mask?.page].compactMap({ $0 }) where page < 0 {
      throw JSONError.badField("page", "pages are counted from 0, \(page) is none")
    }
  }

  /// The line, without its line break; fields in the order of the format's definition.
  ///
  /// - Throws: What the encoder throws; values of these types do not.
  public func line() throws -> String {
    var object = OrderedJSON()
    try object.add("key", key)
    try object.add("image", image)
    try object.add("page", page)
    try object.add("mask", mask)
    try object.add("split", split)
    try object.add("classes", classes)
    if !meta.isEmpty { try object.add("meta", meta) }
    return object.text
  }
}

extension ManifestEntry: Decodable {
  private enum CodingKeys: String, CodingKey {
    case key, image, page, mask, split, classes, meta
  }

  /// Reads the fields; unknown ones are passed over.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    key = try fields.decode(String.self, forKey: .key)
    image = try fields.decode(String.self, forKey: .image)
    page = try fields.decodeIfPresent(Int.self, forKey: .page)
    mask = try fields.decodeIfPresent(MaskSource.self, forKey: .mask)
    split = try fields.decodeIfPresent(String.self, forKey: .split)
    classes = try fields.decodeIfPresent(ClassTable.self, forKey: .classes)
    meta = try fields.decodeIfPresent([String: JSONValue].self, forKey: .meta) ?? [:]
  }
}
