import SegBasics
import SegSamples

/// A folder of the members of samples, `KEY.png`, `KEY.mask.png` and `KEY.json`, as `segaug -o DIR` and
/// `segpack unpack` write it, or as `tar x` makes it of a stream.
///
/// reference: stream.md. Where `KEY.json` stands, all files that begin with `KEY.` are of its sample,
/// whatever dots the key has; elsewhere the first dot ends the key.
public struct MemberFolder {
  /// The files of one sample.
  fileprivate struct Group {
    /// The path below the folder up to the dot before the endings.
    let stem: String
    /// Endings in lower case, and paths below the folder.
    var files: [(ending: String, name: String)] = []

    func name(_ ending: String) -> String? {
      files.first { $0.ending.utf8.elementsEqual(ending.utf8) }?.name
    }
  }

  private let path: String
  private let groups: [Group]

  /// Whether a path leads to such a folder, and not to a shard set or a data set as downloaded.
  ///
  /// - Throws: As ``init(_:)``.
  public static func stands(at path: String) throws -> Bool { try MemberFolder(path) != nil }

  /// Lists the files of a folder; nil where they are not members of samples: no picture has a label map
  /// or metadata of its key beside it.
  ///
  /// - Throws: `SystemError`; `Located` `UnreadableFileName`.
  public init?(_ path: String) throws {
    guard try InputNames.status(path)?.kind == .folder else { return nil }
    let isSet = try namesInFolder(path).contains {
      $0 == DatasetDescription.fileName || $0 == PackingJournal.fileName
        || $0.hasSuffix(".tar") && !$0.hasPrefix(".")
    }
    guard !isSet else { return nil }
    self.path = path
    let all = Self.grouped(try filesBelow(path) { $0.utf8.contains(UInt8(ascii: ".")) })
    let pictures = all.filter(\.hasImage)
    guard try pictures.contains(where: { try $0.hasLabelMap || $0.statedKey(in: path) != nil })
    else { return nil }
    // A label map without its picture is said when it is read; what is neither is no sample.
    groups = all.filter { $0.hasImage || $0.hasLabelMap }
  }

  /// The samples as a stream, in the order of their names.
  func stream() -> BufferedInput {
    BufferedInput(MemberStream(groups, of: path), name: path)
  }

  private static func grouped(_ files: [String]) -> [Group] {
    let described = Set(
      files.filter { $0.utf8.suffix(5).elementsEqual(".json".utf8) }
        .map { SampleKey(String(decoding: $0.utf8.dropLast(5), as: UTF8.self)) })
    var groups: [Group] = []
    var places: [SampleKey: Int] = [:]
    for file in files {
      guard let (stem, ending) = split(file, described) else { continue }
      let place = places[SampleKey(stem)] ?? groups.count
      if place == groups.count {
        places[SampleKey(stem)] = place
        groups.append(Group(stem: stem))
      }
      groups[place].files.append((ending.lowercased(), file))
    }
    return groups
  }

  /// The longest part before a dot that metadata stand beside, or else that before the first dot.
  private static func split(
    _ file: String, _ described: Set<SampleKey>
  ) -> (stem: String, ending: String)? {
    let bytes = Array(file.utf8)
    func text(_ part: ArraySlice<UInt8>) -> String { String(decoding: part, as: UTF8.self) }
    var place = bytes.count
    while let dot = bytes[..<place].lastIndex(of: UInt8(ascii: ".")),
      !bytes[dot..<place].contains(UInt8(ascii: "/"))
    {
      if described.contains(SampleKey(text(bytes[..<dot]))) {
        return (text(bytes[..<dot]), text(bytes[(dot + 1)...]))
      }
      place = dot
    }
    return MemberName.split(file).map { ($0.key, $0.extension) }
  }
}

extension MemberFolder.Group {
  /// The sample these files would make, their content apart.
  private var shape: Sample? {
    var members = SampleMembers(writtenKey: "sample")
    for file in files where file.ending != "json" { try? members.add(file.ending, []) }
    return try? members.sample(from: "")
  }

  fileprivate var hasImage: Bool { shape != nil }

  fileprivate var hasLabelMap: Bool {
    var members = SampleMembers(writtenKey: "sample")
    // A label map alone is one too.
    try? members.add("image.npy", [])
    for file in files where file.ending != "json" { try? members.add(file.ending, []) }
    return (try? members.sample(from: ""))?.labelMap != nil
  }

  /// The key that the toolkit's own metadata state; nil without them.
  fileprivate func statedKey(in folder: String) throws -> String? {
    guard let name = name("json") else { return nil }
    return try? SampleMetadata.decode(readFile(pathInside(folder, name))).key
  }

  /// The key as it stands in member names: the files may be named after it as it is, or as it is written.
  fileprivate func writtenKey(in folder: String) throws -> String {
    let base = stem.utf8.suffix(while: { $0 != UInt8(ascii: "/") })
    guard base.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "%") }) else {
      return stem
    }
    let stated = try statedKey(in: folder)
    let isWritten = stated.map { SampleKey(MemberName.escape($0)) == SampleKey(stem) } ?? false
    return isWritten || !base.contains(UInt8(ascii: ".")) && stated == nil
      ? stem : MemberName.escape(stem)
  }

  /// The picture first, as in a stream.
  fileprivate var ordered: [(ending: String, name: String)] {
    func rank(_ ending: String) -> Int {
      var members = SampleMembers(writtenKey: "sample")
      try? members.add(ending, [])
      return members.hasImage ? 0 : ending == "json" ? 1 : 2
    }
    return files.map { (rank($0.ending), $0) }.enumerated()
      .sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }.map(\.element.1)
  }
}

extension BidirectionalCollection {
  /// The longest end whose elements all pass a test.
  fileprivate func suffix(while accepts: (Element) -> Bool) -> SubSequence {
    self[(lastIndex { !accepts($0) }.map { index(after: $0) } ?? startIndex)...]
  }
}

/// The files of a folder as the bytes of an archive, a sample at a time.
private final class MemberStream: ByteSource {
  private var groups: ArraySlice<MemberFolder.Group>
  private let folder: String
  private var held: ArraySlice<UInt8> = []
  private var isEnded = false

  init(_ groups: [MemberFolder.Group], of folder: String) {
    self.groups = groups[...]
    self.folder = folder
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while held.isEmpty, !isEnded { held = try nextPiece()[...] }
    let count = min(buffer.count, held.count)
    buffer.copyBytes(from: held.prefix(count))
    held = held.dropFirst(count)
    return count
  }

  private func nextPiece() throws -> [UInt8] {
    let sink = MemorySink()
    var tar = TarWriter(sink)
    if let group = groups.popFirst() {
      let key = try group.writtenKey(in: folder)
      for file in group.ordered {
        try tar.add(name: key + "." + file.ending, data: readFile(pathInside(folder, file.name)))
      }
    } else {
      isEnded = true
      try tar.finish()
    }
    return sink.bytes
  }
}
