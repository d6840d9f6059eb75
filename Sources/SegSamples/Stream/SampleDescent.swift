/// Which samples the pixels of a sample come from.
///
/// All copies of one sample have one origin, and belong on one side wherever samples are divided.
public struct SampleDescent: Sendable, Hashable {
  /// The key of the sample it was made from, or its own: without the marks of copies.
  public let origin: SampleKey
  /// Those of the samples that were mixed in, in the order they are named.
  public let partners: [SampleKey]

  /// Reads where a sample comes from out of its key and its metadata.
  ///
  /// - Parameter metadata: nil for a sample without any, such as a line of a manifest.
  public init(key: String, metadata: SampleMetadata? = nil) {
    let own = Self.origin(of: key)
    guard let metadata else {
      (origin, partners) = (own, [])
      return
    }
    // The field may be another program's, such as the name of a camera.
    let source = metadata.source.map(Self.origin(of:))
    let isMade = metadata.copy != nil || !metadata.draws.isEmpty
    origin = isMade ? source ?? own : own
    var found = metadata.mix.map { [$0.partner] } ?? []
    for draw in metadata.draws {
      if let parameters = draw.parameters { Self.collectPartners(of: parameters, into: &found) }
    }
    var known: Set<SampleKey> = [origin]
    partners = found.map(Self.origin(of:)).filter { known.insert($0).inserted }
  }

  /// A key without the `~0`, `~1`, … and `~orig` that copies have behind it, also those of copies of copies.
  ///
  /// A key that has such an ending without being a copy gets an origin all the same: a name shared by two
  /// samples only keeps them together.
  public static func origin(of key: String) -> SampleKey {
    let bytes = key.utf8
    var end = bytes.endIndex
    while let mark = bytes[..<end].lastIndex(of: UInt8(ascii: "~")), mark > bytes.startIndex {
      let ending = bytes[bytes.index(after: mark)..<end]
      let isNumber = !ending.isEmpty && ending.allSatisfy { (48...57).contains($0) }
      guard isNumber || ending.elementsEqual("orig".utf8) else { break }
      end = mark
    }
    return SampleKey(end == bytes.endIndex ? key : String(decoding: bytes[..<end], as: UTF8.self))
  }

  /// Adds the keys of the partners an operation drew, and of those their own draws name.
  private static func collectPartners(
    of parameters: [String: JSONValue], into found: inout [String]
  ) {
    guard case .array(let partners) = parameters["partners"] else { return }
    for case .object(let partner) in partners {
      if case .string(let key) = partner["key"] { found.append(key) }
      guard case .array(let draws) = partner["draws"] else { continue }
      for case .object(let draw) in draws {
        if case .object(let parameters) = draw["parameters"] {
          collectPartners(of: parameters, into: &found)
        }
      }
    }
  }
}
