import SegBasics

/// Reads the samples of a tar stream: the toolkit's own, or any WebDataset shard.
///
/// reference: stream.md and formats 5.1. Consecutive members of one key make a sample; its members may
/// stand in any order. Archives may follow one another. Two samples of one key are told apart where an
/// archive ended between them, or where a member of a whole one comes again.
public final class SampleStreamReader {
  private struct Part {
    let key: SampleKey
    let fileExtension: String
    let data: [UInt8]
    let archive: Int
  }

  private let tar: TarReader
  private var held: Part?
  private var lastWhole: String?
  /// The key, as written, of the sample whose members are being gathered.
  private var gathered: SampleKey?
  /// What broke off after a whole sample, which is handed out first.
  private var failure: Located?

  /// Reads a stream from its first byte on.
  public init(_ input: BufferedInput) { tar = TarReader(input) }

  /// The members of the next sample as they are stored, or nil at the end.
  ///
  /// - Throws: `Located` ``TarError``, ``StreamCutOff`` or ``SampleError``; `SystemError`.
  public func nextMembers() throws -> SampleMembers? {
    guard let first = try held ?? nextPart() else { return nil }
    held = nil
    gathered = first.key
    defer { gathered = nil }
    var members = SampleMembers(writtenKey: first.key.text)
    try add(first, to: &members)
    while let part = try nextPart() {
      let isRepeated = members.has(part.fileExtension) && members.hasImage
      guard part.key == first.key, part.archive == first.archive, !isRepeated else {
        held = part
        break
      }
      try add(part, to: &members)
    }
    lastWhole = MemberName.unescape(first.key.text)
    return members
  }

  /// The next sample, or nil at the end.
  ///
  /// - Throws: As ``nextMembers()``, and `Located` ``JSONError`` or ``SampleKeyError``.
  public func next() throws -> Sample? {
    try nextMembers()?.sample(from: tar.input.name)
  }

  private func add(_ part: Part, to members: inout SampleMembers) throws {
    try locating(path: tar.input.name, sample: MemberName.unescape(part.key.text)) {
      try members.add(part.fileExtension, part.data)
    }
  }

  private func nextPart() throws -> Part? {
    if let failure { throw failure }
    do {
      while let member = try tar.next() {
        guard let name = MemberName.split(member.name) else { continue }
        return Part(
          key: SampleKey(name.key), fileExtension: name.extension, data: member.data,
          archive: tar.archive)
      }
      return nil
    } catch let failure as TarError {
      // A member of another key that broke off shows that the sample before it was whole.
      if let gathered, case .cutOff(let name, _) = failure,
        let broken = MemberName.split(name), SampleKey(broken.key) != gathered
      {
        lastWhole = MemberName.unescape(gathered.text)
        self.failure = Located(
          StreamCutOff(failure: failure, lastWhole: lastWhole), path: tar.input.name)
        return nil
      }
      throw Located(StreamCutOff(failure: failure, lastWhole: lastWhole), path: tar.input.name)
    }
  }
}
