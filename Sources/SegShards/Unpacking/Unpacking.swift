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
  public var folder: String { tree.folder }
  /// The form of pictures and label maps.
  public var form = UnpackedForm.png
  /// Whether files with other content are replaced.
  public var overwrites: Bool {
    get { tree.overwrites }
    set { tree.overwrites = newValue }
  }
  private var tree: FileTree

  /// Begins with the folder, which is made when the first file is written.
  public init(folder: String) { tree = FileTree(folder) }

  /// Writes the files of a sample, each complete or not at all.
  ///
  /// A file that stands already with the same content is left as it is.
  ///
  /// - Throws: `Located` ``ShardError``, `ImageError`, `NPYError`; `SystemError`.
  public mutating func add(_ sample: Sample) throws {
    guard Self.staysInside(sample.key) else { throw ShardError.escapingKey(sample.key) }
    let files = try files(of: sample)
    for (ending, _) in files { try FileTree.checkName(sample.key + "." + ending) }
    // What an earlier run made of a mixture would be read as part of this sample.
    for ending in Self.endingsOfMixtures where !files.contains(where: { $0.ending == ending }) {
      try tree.clear(sample.key + "." + ending)
    }
    for (ending, data) in files { try tree.write(data, to: sample.key + "." + ending) }
  }

  private static let endingsOfMixtures = ["mask2.png", "mask2.npy", "soft.npy"]

  /// True for a key whose files lie in the folder, under names that can be written.
  public static func staysInside(_ key: String) -> Bool {
    (try? SampleKey(key).check()) != nil
  }

  /// Endings and content.
  private func files(of sample: Sample) throws -> [(ending: String, data: [UInt8])] {
    var sample = sample
    if form == .png { try sample.storeAsPNG() }
    // The member names begin with the escaped key, which the files' names do not have.
    let escaped = MemberName.make(key: sample.key, extension: "")
    return try sample.members().map { member in
      (String(decoding: member.name.utf8.dropFirst(escaped.utf8.count), as: UTF8.self), member.data)
    }
  }
}
