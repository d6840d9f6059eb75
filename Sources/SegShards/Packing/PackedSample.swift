import SegBasics
import SegImaging
import SegSamples

/// A sample as it goes into a shard, and what is counted of it.
struct PackedSample {
  /// A member, its checksum taken by the thread that packed it.
  struct Member {
    let name: String
    let data: [UInt8]
    let checksum: UInt64

    init(name: String, data: [UInt8]) {
      self.name = name
      self.data = data
      checksum = XXH64.hash(data)
    }
  }

  /// Unique in the set.
  let key: String
  /// In the order of the format's definition.
  private(set) var members: [Member] = []
  /// The class table of the label map.
  let classes: ClassTable?
  /// What the label map adds to the statistics.
  private(set) var classCounts: ClassCounts?
  /// The channel sums of the picture, where they are taken.
  let pixelSums: PixelSums?
  /// Faults of the files that did not stop the decoder.
  let warnings: [String]

  /// The bytes the sample takes in an archive.
  var archivedSize: Int {
    members.reduce(0) { $0 + TarWriter.archivedSize(name: $1.name, size: $1.data.count) }
  }

  /// Stores and checks a sample.
  ///
  /// - Parameter metadata: The metadata member, where it is to stay as it is.
  /// - Throws: `SampleError`, `MaskError`, `ImageError`, `NPYError`, ``ShardError``.
  init(_ sample: Sample, metadata: [UInt8]?, settings: PackingSettings) throws {
    key = sample.key
    classes = sample.metadata.classes
    let form = settings.store
    let besideArray: Bool
    switch sample.image {
    case .pixels, .file(_, "npy"): besideArray = form != .encoded
    case .file: besideArray = form == .raw
    }
    func stored(_ content: LabelMapContent?) throws -> StoredLabelMap? {
      try content.map {
        try StoredLabelMap(
          $0, form: form, besideArray: besideArray, classes: sample.metadata.classes)
      }
    }
    let first = try stored(sample.labelMap)
    let second = try stored(sample.secondLabelMap)
    let picture = try StoredPicture(
      of: sample, maskSizes: [first, second].compactMap { $0?.size }, settings: settings)
    classCounts = first?.counts
    pixelSums = picture.sums
    warnings = picture.warnings

    try add(picture.fileExtension, picture.data)
    try add("json", metadata ?? sample.metadata.encoded(key: sample.key))
    if let first { try add("mask." + first.fileExtension, first.data) }
    if let second { try add("mask2." + second.fileExtension, second.data) }
    for extra in sample.extras { try add(extra.fileExtension, extra.data) }
  }

  /// Refuses a member that `TarReader` would refuse to read back.
  ///
  /// - Throws: ``ShardError/memberTooLarge(_:size:limit:)``.
  static func checkSize(_ size: Int, of name: String) throws(ShardError) {
    let limit = 1 << 31
    guard size <= limit else { throw .memberTooLarge(name, size: size, limit: limit) }
  }

  /// Adds a member whose name reads back as the key.
  private mutating func add(_ fileExtension: String, _ data: [UInt8]) throws(ShardError) {
    let name = MemberName.make(key: key, extension: fileExtension)
    guard !key.utf8.contains(0), let split = MemberName.split(name),
      SampleKey(MemberName.unescape(split.key)) == SampleKey(key)
    else { throw .unusableKey(key) }
    guard !fileExtension.utf8.contains(where: isWhiteSpace) else { throw .unusableMember(name) }
    try Self.checkSize(data.count, of: name)
    members.append(Member(name: name, data: data))
  }
}

/// Space and the control characters, which part the fields of the indexes.
func isWhiteSpace(_ byte: UInt8) -> Bool { byte <= 32 }

extension PendingSample {
  /// Loads, checks and stores a sample: the costly half of packing, done by any thread.
  ///
  /// - Throws: `Located` with the sample and where it comes from.
  func packed(_ settings: PackingSettings) throws -> PackedSample {
    let sample = try load()
    var metadata: [UInt8]?
    if case .stored(let members, _) = self { metadata = members.ownMetadata }
    return try locating(path: place, sample: sample.key) {
      try PackedSample(sample, metadata: metadata, settings: settings)
    }
  }
}

extension SampleMembers {
  /// The metadata member as it stands, when the toolkit wrote it: then it holds the key first.
  fileprivate var ownMetadata: [UInt8]? {
    members.first { $0.fileExtension == "json" && $0.data.starts(with: #"{"key":""#.utf8) }?.data
  }
}
