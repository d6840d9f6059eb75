import SegBasics
import SegImaging
import SegMasks
import SegSamples

/// A sample that has been found but not decoded: the cheap half of reading, done in order.
public enum PendingSample: Sendable {
  /// A line of a manifest; its files have not been opened.
  case listed(ManifestEntry)
  /// The members of a stream or shard, and what errors call it.
  case stored(SampleMembers, source: String)
  /// A line of a manifest that cannot be read; an error for whoever loads it.
  case unreadable(UnreadableLine)

  /// The key, as far as it is known without decoding anything; empty for an unreadable line.
  public var key: String {
    switch self {
    case .listed(let entry): entry.key
    case .stored(let members, _): MemberName.unescape(members.writtenKey)
    case .unreadable: ""
    }
  }

  /// What errors call the place: the picture file of a listed sample, else the stream or shard.
  public var place: String {
    switch self {
    case .listed(let entry): entry.image
    case .stored(_, let source): source
    case .unreadable(let line): line.failure.path ?? ""
    }
  }

  /// Opens files and decodes the mask: the costly half, done by any thread.
  ///
  /// - Throws: `Located` `ImageError`, `MaskError`, `SampleError` or `JSONError`; `SystemError`.
  public func load(limits: DecodeOptions = DecodeOptions()) throws -> Sample {
    switch self {
    case .listed(let entry): try Sample(listed: entry, limits: limits)
    case .stored(let members, let source): try members.sample(from: source)
    case .unreadable(let line): throw line.failure
    }
  }
}

/// Where a sample stands in the input, for messages.
public struct SamplePlace: Sendable, Hashable, CustomStringConvertible {
  /// The file or stream.
  public let input: String
  /// The line of a manifest, or the place among the samples of a stream; both from 1.
  public let number: Int
  /// Whether the number is a line.
  public let isLine: Bool

  /// Names the place of a sample.
  public init(input: String, number: Int, isLine: Bool = false) {
    self.input = input
    self.number = number
    self.isLine = isLine
  }

  /// As it stands in a message.
  public var description: String { "\(input): \(isLine ? "line" : "sample") \(number)" }
}

/// Reads samples from any mixture of manifests, streams and shard sets, in order.
public final class SampleSource {
  private enum Reader {
    case manifest(ManifestReader)
    case stream(SampleStreamReader)
  }

  private var inputs: ArraySlice<String>
  private var reader: Reader?
  private var name = ""
  private var count = 0
  /// What `dataset.json` says of the members of each shard, and those of the current one still to come.
  private var checksums: [String: [UInt64]] = [:]
  private var expected: ArraySlice<UInt64>?
  /// Hands out samples that are found in another way.
  private var other: (() throws -> (sample: PendingSample, place: SamplePlace)?)?

  /// Where the sample read last stands.
  public private(set) var place = SamplePlace(input: "", number: 0, isLine: false)

  /// Reads from files, folders and what ``InputNames`` describes; `-` is standard input, and so is an
  /// empty list.
  public init(_ paths: [String]) { inputs = paths.isEmpty ? ["-"] : paths[...] }

  /// Hands out samples that somebody else finds: those chosen of an input, or of a foreign format.
  public init(finding next: @escaping () throws -> (sample: PendingSample, place: SamplePlace)?) {
    inputs = []
    other = next
  }

  /// Reads one input that is open already.
  ///
  /// - Throws: As ``next()``.
  public init(reading input: BufferedInput) throws {
    inputs = []
    reader = try Self.reader(of: input)
    name = input.name
  }

  /// The next sample, or nil at the end.
  ///
  /// Lines of manifests that cannot be read are samples too, which throw when they are loaded.
  ///
  /// - Throws: `Located` ``InputError``, `TarError` or `SampleError`; `SystemError`.
  public func next() throws -> PendingSample? {
    if let other {
      guard let found = try other() else { return nil }
      place = found.place
      return found.sample
    }
    while true {
      switch reader {
      case .manifest(let manifest):
        if let line = try manifest.nextLine() {
          place = SamplePlace(input: name, number: manifest.line, isLine: true)
          return PendingSample(line: line, number: manifest.line, of: name)
        }
      case .stream(let stream):
        if let members = try stream.nextMembers() {
          count += 1
          place = SamplePlace(input: name, number: count, isLine: false)
          try check(members)
          return .stored(members, source: name)
        }
        guard expected?.isEmpty ?? true else {
          throw Located(InputError.changedShard(member: nil), path: name)
        }
      case nil: break
      }
      guard let path = inputs.popFirst() else { return nil }
      reader = try open(path)
    }
  }

  /// Compares members of a shard set with their checksums: damage that still decodes must not be packed
  /// anew with a checksum of its own.
  private func check(_ members: SampleMembers) throws {
    guard expected != nil else { return }
    for member in members.members {
      guard expected?.popFirst() == XXH64.hash(member.data) else {
        let name = members.writtenKey + "." + member.fileExtension
        throw Located(InputError.changedShard(member: name), path: self.name)
      }
    }
  }

  private func open(_ path: String) throws -> Reader? {
    let names = try InputNames.expand(path)
    guard names == [path] else {
      inputs = names + inputs
      return nil
    }
    if try InputNames.status(path)?.kind == .folder {
      if let members = try MemberFolder(path) { return try read(members.stream(), path) }
      let set = try ShardSet(path)
      for (shard, record) in zip(set.shards, set.description?.shards ?? []) {
        checksums[shard] = HexList.values(record.members)
      }
      inputs = set.shards + inputs
      return nil
    }
    return try read(InputNames.open(path), path)
  }

  private func read(_ input: BufferedInput, _ path: String) throws -> Reader {
    name = input.name
    count = 0
    expected = checksums[path]?[...]
    return try Self.reader(of: input)
  }

  private static func reader(of input: BufferedInput) throws -> Reader {
    switch try InputForm.detect(input) {
    case .manifest: return .manifest(ManifestReader(input))
    case .stream: return .stream(SampleStreamReader(input))
    case nil: throw Located(InputError.empty, path: input.name)
    case .other:
      let head = try input.peek(512)
      let picture = ImageFormat(sniffing: head).map { "a \($0.name) picture" }
      let kind = picture ?? contentKind(of: head)
      throw Located(InputError.unknownForm(looksLike: kind), path: input.name)
    }
  }
}
