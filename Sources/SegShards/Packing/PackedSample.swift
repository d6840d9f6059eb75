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
  }

  /// Unique in the set.
  let key: String
  /// In the order of the format's definition.
  private(set) var members: [Member] = []
  /// The class table of the label map.
  let classes: ClassTable?
  /// The split it carries.
  let split: String?
  /// What the label map adds to the statistics; nil where nothing is counted.
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
  /// - Parameters:
  ///   - sample: The sample.
  ///   - metadata: The metadata member, where it is to stay as it is.
  ///   - checksums: Those of the members as they came.
  ///   - settings: How it is stored.
  /// - Throws: `SampleError`, `MaskError`, `ImageError`, `NPYError`, ``ShardError``.
  init(
    _ sample: Sample, metadata: [UInt8]?, checksums: MemberChecksums? = nil,
    settings: PackingSettings
  ) throws {
    key = sample.key
    classes = sample.metadata.classes
    split = sample.metadata.split
    let kind: String? = if case .file(_, let kind) = sample.image { kind } else { nil }
    let besideArray = settings.store.makesArray(of: kind)
    func stored(_ content: LabelMapContent?) throws -> StoredLabelMap? {
      try content.map {
        try StoredLabelMap(
          $0, form: settings.labelMaps, besideArray: besideArray,
          isCounted: settings.statistics != .none, classes: sample.metadata.classes)
      }
    }
    let first = try stored(sample.labelMap)
    let second = try stored(sample.secondLabelMap)
    let picture = try StoredPicture(
      of: sample, maskSizes: [first, second].compactMap { $0?.size }, settings: settings)
    classCounts = first?.counts
    pixelSums = picture.sums
    warnings = picture.warnings

    func add(_ fileExtension: String, _ data: [UInt8]) throws {
      try self.add(fileExtension, data, checksum: checksums?.known(data) ?? XXH64.hash(data))
    }
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
  private mutating func add(
    _ fileExtension: String, _ data: [UInt8], checksum: UInt64
  ) throws(ShardError) {
    let name = MemberName.make(key: key, extension: fileExtension)
    guard !key.utf8.contains(0), let split = MemberName.split(name),
      SampleKey(MemberName.unescape(split.key)) == SampleKey(key)
    else { throw .unusableKey(key) }
    guard !fileExtension.utf8.contains(where: isWhiteSpace) else { throw .unusableMember(name) }
    try Self.checkSize(data.count, of: name)
    members.append(Member(name: name, data: data, checksum: checksum))
  }
}

/// Space and the control characters, which part the fields of the indexes.
func isWhiteSpace(_ byte: UInt8) -> Bool { byte <= 32 }

/// What happens to each sample before it is stored; called on any thread.
public typealias SampleChange = @Sendable (inout Sample) throws -> Void

extension PackingWork {
  /// Loads, changes, checks and stores a sample: the costly half of packing, done by any thread.
  ///
  /// A sample of a shard built before has been changed and stored already, and stays as it is.
  ///
  /// - Throws: `Located` with the sample and where it comes from.
  func packed(
    _ settings: PackingSettings, change: SampleChange?, checksums: MemberChecksums? = nil
  ) throws -> PackedSample {
    var sample = try self.sample.load()
    var metadata: [UInt8]?
    if case .stored(let members, _) = self.sample { metadata = members.ownMetadata }
    let key = sample.key
    return try locating(path: self.sample.place, sample: key) {
      guard digest == nil else {
        return try PackedSample(
          sample, metadata: metadata, checksums: checksums, settings: settings.forStoredSamples)
      }
      if let change {
        try change(&sample)
        metadata = nil
      }
      if let split = settings.split?.name, sample.metadata.split != split {
        sample.metadata.split = split
        metadata = nil
      }
      return try PackedSample(
        sample, metadata: metadata, checksums: checksums, settings: settings)
    }
  }
}

extension SampleMembers {
  /// The metadata member as it stands, when the toolkit wrote it: then it holds the key first.
  fileprivate var ownMetadata: [UInt8]? {
    members.first { $0.fileExtension == "json" && $0.data.starts(with: #"{"key":""#.utf8) }?.data
  }
}
