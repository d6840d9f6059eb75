import SegBasics

/// The members of one sample as they are stored.
public struct SampleMembers: Sendable {
  /// The key as written in the member names.
  public let writtenKey: String
  /// Extensions in lower case and data, in the order of the archive.
  public private(set) var members: [(fileExtension: String, data: [UInt8])] = []

  /// No members yet.
  public init(writtenKey: String) { self.writtenKey = writtenKey }

  /// Adds a member.
  ///
  /// - Throws: ``SampleError/repeatedMember(_:)``.
  public mutating func add(_ fileExtension: String, _ data: [UInt8]) throws(SampleError) {
    guard !has(fileExtension) else { throw .repeatedMember(fileExtension) }
    members.append((fileExtension, data))
  }

  /// Whether there is a member of this extension.
  public func has(_ fileExtension: String) -> Bool {
    members.contains { $0.fileExtension.utf8.elementsEqual(fileExtension.utf8) }
  }

  /// Whether one of the members is a picture, without which a sample is not whole.
  public var hasImage: Bool { members.contains { MemberRole(of: $0.fileExtension) == .image } }

  /// The extensions of pictures that nothing is made of, where a sample has no label map.
  ///
  /// Empty for a sample that has one: what else is in it is meant to be an extra.
  public var picturesNotTaken: [String] {
    guard preferred(.labelMap) == nil, let image = preferred(.image) else { return [] }
    return members.indices.filter {
      $0 != image && MemberRole.isPicture(members[$0].fileExtension)
        && MemberRole(of: members[$0].fileExtension) != .secondLabelMap
    }.map { members[$0].fileExtension }
  }

  /// What the member of a label map is called, for messages.
  public static let labelMapNames = "mask.png, seg.png, label.png or segmentation.png"

  /// Full member names and data, as they were read.
  public func named() -> [(name: String, data: [UInt8])] {
    members.map { (writtenKey + "." + $0.fileExtension, $0.data) }
  }

  /// Tells picture, label maps and metadata apart.
  ///
  /// Where several members could be the picture or a label map, a fixed order of preference decides,
  /// not that of the archive. The others become extras under names that begin with `extra.`, so that
  /// neither this reader nor the names a command writes mistake them for the one that was taken.
  ///
  /// - Parameter source: What errors call the stream.
  /// - Throws: `Located` ``SampleError``, ``SampleKeyError`` or ``JSONError``.
  public func sample(from source: String) throws -> Sample {
    try locating(path: source, sample: MemberName.unescape(writtenKey)) {
      guard let image = preferred(.image) else {
        throw SampleError.noImage(members: members.map { "." + $0.fileExtension })
      }
      let described = try preferred(.metadata).map { try SampleMetadata.decode(members[$0].data) }
      let labelMap = preferred(.labelMap)
      let secondLabelMap = preferred(.secondLabelMap)
      let key = described?.key ?? MemberName.unescape(writtenKey)
      try SampleKey(key).check()
      var sample = Sample(
        key: key,
        image: .file(members[image].data, extension: lastPart(members[image].fileExtension)),
        labelMap: labelMap.map(content), metadata: described?.metadata ?? SampleMetadata())
      sample.secondLabelMap = secondLabelMap.map(content)
      let taken = [image, preferred(.metadata), labelMap, secondLabelMap]
      for (place, member) in members.enumerated() where !taken.contains(place) {
        let isLoser = MemberRole(of: member.fileExtension) != nil
        sample.extras.append(
          Sample.Extra(
            fileExtension: isLoser ? "extra." + member.fileExtension : member.fileExtension,
            data: member.data))
      }
      return sample
    }
  }

  /// The place of the member that has a role: the first by preference, then by its name.
  private func preferred(_ role: MemberRole) -> Int? {
    members.indices.filter { MemberRole(of: members[$0].fileExtension) == role }.min {
      left, right in
      let (left, right) = (members[left].fileExtension, members[right].fileExtension)
      let ranks = (role.rank(of: left), role.rank(of: right))
      return ranks.0 == ranks.1
        ? left.utf8.lexicographicallyPrecedes(right.utf8) : ranks.0 < ranks.1
    }
  }

  private func content(_ place: Int) -> LabelMapContent {
    .file(members[place].data, extension: lastPart(members[place].fileExtension))
  }
}

/// What a member of a sample is, as its extension says.
///
/// reference: stream.md and formats 5.1.
private enum MemberRole {
  case image
  case labelMap
  case secondLabelMap
  case metadata

  private static let pictures = ["jpg", "jpeg", "png", "tif", "tiff", "gif", "npy"]
  private static let images = pictures.map { "image." + $0 } + pictures
  private static let labelMaps = ["mask", "seg", "label", "segmentation"]
  private static let labelMapFormats = ["png", "npy", "tif", "tiff", "gif"]

  /// Whether a member is a picture, whatever it shows.
  static func isPicture(_ fileExtension: String) -> Bool {
    pictures.contains(lastPart(fileExtension))
  }

  init?(of fileExtension: String) {
    if fileExtension == "json" {
      self = .metadata
    } else if Self.images.contains(fileExtension) {
      self = .image
    } else {
      let parts = parts(fileExtension)
      guard let first = parts.first, let last = parts.last, parts.count > 1,
        Self.labelMapFormats.contains(last)
      else { return nil }
      if first == "mask2" {
        self = .secondLabelMap
      } else if Self.labelMaps.contains(first) {
        self = .labelMap
      } else {
        return nil
      }
    }
  }

  /// The place in the order of preference; the lowest is taken.
  func rank(of fileExtension: String) -> Int {
    switch self {
    case .metadata: return 0
    case .image: return Self.images.firstIndex(of: fileExtension) ?? Self.images.count
    case .labelMap, .secondLabelMap:
      let parts = parts(fileExtension)
      let name = Self.labelMaps.firstIndex(of: parts[0]) ?? 0
      let format = Self.labelMapFormats.firstIndex(of: parts[parts.count - 1]) ?? 0
      // `mask.png` comes before `mask.old.png`.
      return (name * 2 + (parts.count > 2 ? 1 : 0)) * 16 + format
    }
  }
}

/// The parts of an extension between its dots.
private func parts(_ fileExtension: String) -> [String] {
  fileExtension.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    .map { String(decoding: $0, as: UTF8.self) }
}

private func lastPart(_ fileExtension: String) -> String {
  parts(fileExtension).last ?? fileExtension
}
