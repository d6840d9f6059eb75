import SegBasics
import SegImaging

/// Reads the samples of a tar stream: the toolkit's own, or any WebDataset shard.
///
/// reference: stream.md and formats 5.1. Consecutive members of one key make a sample; its members may
/// stand in any order. Archives may follow one another.
public final class SampleStreamReader {
  private let tar: TarReader
  private var held: (key: String, fileExtension: String, data: [UInt8])?
  private var lastWhole: String?
  /// The key, as written, of the sample whose members are being gathered.
  private var gathered: String?

  /// Reads a stream from its first byte on.
  public init(_ input: BufferedInput) { tar = TarReader(input) }

  /// The members of the next sample as they are stored, or nil at the end.
  ///
  /// - Throws: `Located` ``TarError``, ``StreamCutOff`` or ``SampleError``; `SystemError`.
  public func nextMembers() throws -> SampleMembers? {
    guard let first = try held ?? nextMember() else { return nil }
    held = nil
    gathered = first.key
    defer { gathered = nil }
    var members = SampleMembers(writtenKey: first.key)
    try add(first, to: &members)
    while let member = try nextMember() {
      guard member.key == first.key else {
        held = member
        break
      }
      try add(member, to: &members)
    }
    lastWhole = MemberName.unescape(first.key)
    return members
  }

  /// The next sample, or nil at the end.
  ///
  /// - Throws: As ``nextMembers()``, and `Located` ``JSONError``.
  public func next() throws -> Sample? {
    try nextMembers()?.sample(from: tar.input.name)
  }

  private func add(
    _ member: (key: String, fileExtension: String, data: [UInt8]), to members: inout SampleMembers
  ) throws {
    try locating(path: tar.input.name, sample: MemberName.unescape(member.key)) {
      try members.add(member.fileExtension, member.data)
    }
  }

  private func nextMember() throws -> (key: String, fileExtension: String, data: [UInt8])? {
    do {
      while let member = try tar.next() {
        guard let name = MemberName.split(member.name) else { continue }
        return (name.key, name.extension, member.data)
      }
      return nil
    } catch let failure as TarError {
      // A member of another key that broke off shows that the sample before it was whole.
      if let gathered, case .cutOff(let name, _) = failure,
        let broken = MemberName.split(name), broken.key != gathered
      {
        lastWhole = MemberName.unescape(gathered)
      }
      throw Located(StreamCutOff(failure: failure, lastWhole: lastWhole), path: tar.input.name)
    }
  }
}

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
    guard !members.contains(where: { $0.fileExtension == fileExtension }) else {
      throw .repeatedMember(fileExtension)
    }
    members.append((fileExtension, data))
  }

  /// Full member names and data, as they were read.
  public func named() -> [(name: String, data: [UInt8])] {
    members.map { (writtenKey + "." + $0.fileExtension, $0.data) }
  }

  /// Tells picture, label maps and metadata apart.
  ///
  /// - Parameter source: What errors call the stream.
  /// - Throws: `Located` ``SampleError`` or ``JSONError``.
  public func sample(from source: String) throws -> Sample {
    var rest = members
    func take(_ isWanted: (String) -> Bool) -> (fileExtension: String, data: [UInt8])? {
      rest.firstIndex { isWanted($0.fileExtension) }.map { rest.remove(at: $0) }
    }
    func takeFirst(of names: [String]) -> (fileExtension: String, data: [UInt8])? {
      for name in names {
        if let found = take({ $0 == name }) { return found }
      }
      return nil
    }
    func labelMap(_ names: [String]) -> LabelMapContent? {
      for name in names {
        if let found = take({ $0.hasPrefix(name + ".") && isReadable($0) }) {
          return .file(found.data, extension: lastExtension(found.fileExtension))
        }
      }
      return nil
    }
    return try locating(path: source, sample: MemberName.unescape(writtenKey)) {
      let pictures = ["jpg", "jpeg", "png", "tif", "tiff", "gif", "npy"]
      guard let image = takeFirst(of: pictures.map { "image." + $0 } + pictures) else {
        throw SampleError.noImage(members: members.map { "." + $0.fileExtension })
      }
      let described = try take { $0 == "json" }.map { try SampleMetadata.decode($0.data) }
      var sample = Sample(
        key: described?.key ?? MemberName.unescape(writtenKey),
        image: .file(image.data, extension: lastExtension(image.fileExtension)),
        labelMap: labelMap(["mask", "seg", "label", "segmentation"]),
        metadata: described?.metadata ?? SampleMetadata())
      sample.secondLabelMap = labelMap(["mask2"])
      sample.extras = rest.map { Sample.Extra(fileExtension: $0.fileExtension, data: $0.data) }
      return sample
    }
  }

  private func isReadable(_ fileExtension: String) -> Bool {
    ["png", "npy", "tif", "tiff", "gif"].contains(lastExtension(fileExtension))
  }

  private func lastExtension(_ fileExtension: String) -> String {
    fileExtension.lastIndex(of: ".").map { String(fileExtension[$0...].dropFirst()) }
      ?? fileExtension
  }
}
