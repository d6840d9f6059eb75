import SegBasics
import SegSamples

/// The form of unpacked pictures and label maps.
public enum UnpackedForm: String, Sendable, CaseIterable {
  /// Arrays become PNG; picture files stay as they are.
  case png
  /// Everything stays as it is.
  case keep
}

/// Writes samples as files: `KEY.jpg` or `KEY.png`, `KEY.mask.png`, `KEY.json`.
///
/// A slash in a key makes a folder. Nothing is ever written outside the given one.
public struct Unpacking {
  /// Where the files go.
  public let folder: String
  /// The form of pictures and label maps.
  public var form = UnpackedForm.png
  /// Whether files with other content are replaced.
  public var overwrites = false
  private var written: Set<SampleKey> = []
  private var folders: Set<String> = []

  /// Begins with the folder, which is made when the first file is written.
  public init(folder: String) { self.folder = folder }

  /// Writes the files of a sample, each complete or not at all.
  ///
  /// A file that stands already with the same content is left as it is.
  ///
  /// - Throws: `Located` ``ShardError``, `ImageError`, `NPYError`; `SystemError`.
  public mutating func add(_ sample: Sample) throws {
    guard Self.staysInside(sample.key) else { throw ShardError.escapingKey(sample.key) }
    for (ending, data) in try files(of: sample) {
      let path = pathInside(folder, sample.key + "." + ending)
      try write(data, to: path)
    }
  }

  /// True for a key whose files lie in the folder, under names that can be written.
  static func staysInside(_ key: String) -> Bool {
    guard !key.utf8.contains(0) else { return false }
    return key.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
      !$0.isEmpty && $0 != "." && $0 != ".."
    }
  }

  /// Endings and content.
  private func files(of sample: Sample) throws -> [(ending: String, data: [UInt8])] {
    var sample = sample
    if form == .png { try sample.storeAsPNG() }
    // The member names begin with the escaped key, which the files' names do not have.
    let escaped = MemberName.make(key: sample.key, extension: "")
    return try sample.members().map { member in
      (String(member.name.dropFirst(escaped.count)), member.data)
    }
  }

  private mutating func write(_ data: [UInt8], to path: String) throws {
    guard written.insert(SampleKey(path)).inserted else {
      throw Located(ShardError.fileExists, path: path)
    }
    if let status = try fileStatus(path) {
      if status.kind == .file, status.size == data.count, try readFile(path) == data { return }
      guard overwrites, status.kind == .file else {
        throw Located(ShardError.fileExists, path: path)
      }
    }
    let parent = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    if folders.insert(parent).inserted { try createFolder(parent) }
    let file = try AtomicFile(path)
    try file.write(data)
    try file.commit(durably: false)
  }
}
