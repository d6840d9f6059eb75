import FoundationEssentials
import SegBasics
import SegImaging

/// What a sample carries beside its pixels: the `KEY.json` member.
///
/// Holds no path, time, host or job count, so that the same input gives the same bytes anywhere.
public struct SampleMetadata: Sendable, Hashable {
  /// The key of the sample this one was made from; nil when it is its own.
  public var source: String?
  /// Which copy of the source, from 0.
  public var copy: Int?
  /// The data set's own word for the split.
  public var split: String?
  /// The classes of the label map.
  public var classes: ClassTable?
  /// Whatever the user or the layout adds.
  public var meta: [String: JSONValue]
  /// What each operation drew, in the order written; also those that chance left out.
  public var draws: [Draw]
  /// The partner and the weight of a mixed sample.
  public var mix: Mix?
  /// The size the picture was decoded for, at a fraction of its own; nil where it was decoded in full.
  public var decodedFor: PixelSize?

  /// What one operation drew.
  public struct Draw: Sendable, Hashable, Codable {
    /// The operation, such as `hflip`.
    public var name: String
    /// Its path in the policy, such as `2/0`.
    public var place: String
    /// The operation as it was written, such as `resize=64x64`; nil where that is its name alone.
    public var word: String?
    /// Which command of a pipe drew it, from 0; nil for the first.
    public var stage: Int?
    /// What was drawn; nil for an operation that chance left out.
    public var parameters: [String: JSONValue]?

    /// Records a draw.
    public init(
      name: String, place: String, word: String? = nil, stage: Int? = nil,
      parameters: [String: JSONValue]?
    ) {
      self.name = name
      self.place = place
      self.word = word
      self.stage = stage
      self.parameters = parameters
    }
  }

  /// The second half of a mixed sample.
  public struct Mix: Sendable, Hashable, Codable {
    /// The key of the partner.
    public var partner: String
    /// The weight of the first label map, `0...1`.
    public var weight: Double

    /// Names the partner and weighs the first label map.
    public init(partner: String, weight: Double) {
      self.partner = partner
      self.weight = weight
    }
  }

  /// How many words of operations the sample went through: one more than the place of the last draw.
  ///
  /// A word can leave several draws, each at a place inside it, and leaves one at least.
  public var operationsDone: Int {
    guard let last = draws.last, let place = Int(last.place.prefix { $0 != "/" }),
      (0..<1_000_000_000).contains(place)
    else { return draws.count }
    return place + 1
  }

  /// Metadata of a sample that was not made from another.
  public init(
    split: String? = nil, classes: ClassTable? = nil, meta: [String: JSONValue] = [:]
  ) {
    self.split = split
    self.classes = classes
    self.meta = meta
    draws = []
  }

  /// The `KEY.json` member.
  ///
  /// - Throws: What the encoder throws; values of these types do not.
  public func encoded(key: String) throws -> [UInt8] {
    var object = OrderedJSON()
    try object.add("key", key)
    try object.add("source", source)
    try object.add("copy", copy)
    try object.add("split", split)
    try object.add("classes", classes)
    try object.add("ignore", classes?.ignoreIndex)
    if !meta.isEmpty { try object.add("meta", meta) }
    if !draws.isEmpty { try object.add("draws", draws) }
    try object.add("mix", mix)
    try object.add("decoded_for", decodedFor?.description)
    return Array(object.text.utf8) + [UInt8(ascii: "\n")]
  }

  /// Reads a `KEY.json` member.
  ///
  /// The toolkit's own is an object with a `key` and no field but those of the format, or one with
  /// `classes` and `ignore` beside the key: then what else it has goes into `meta`. Every other object,
  /// and one whose fields are of other kinds, is foreign: all of it becomes `meta`.
  ///
  /// - Returns: The metadata, and the true key if the member holds it.
  /// - Throws: ``JSONError``.
  public static func decode(_ bytes: [UInt8]) throws -> (metadata: SampleMetadata, key: String?) {
    switch try decodeJSON(MetadataMember.self, from: bytes) {
    case .own(let key, let metadata): return (metadata, key)
    case .foreign(.object(let meta)): return (SampleMetadata(meta: meta), nil)
    case .foreign: return (SampleMetadata(), nil)
    }
  }
}
