import SegBasics
import SegImaging
import SegMasks
import SegSamples
import SegShards

/// Where predicted label maps, and pictures with the classes over them, are written.
///
/// No file is ever written over one that is read, or over another one of the same run.
public struct PredictionFiles {
  /// Standard output or a file for one picture, or a folder for any number.
  public enum Place: Sendable {
    /// Standard output.
    case standardOutput
    /// The file.
    case file(String)
    /// `KEY.png` in this folder; a slash in a key makes a folder.
    case folder(String)
  }

  private let places: [Place]
  /// Whether files with other content that stand already are replaced.
  public var overwrites = false
  private let inputs: Set<FileIdentity>
  private var written: Set<FileIdentity> = []

  /// Files for the pictures of some inputs.
  ///
  /// - Parameters:
  ///   - places: Where each of the files of a prediction goes.
  ///   - pictures: What is predicted.
  /// - Throws: `Located` ``PredictionError`` when files would be written over each other or over what is
  ///   read, as far as that is known; `Located` `ShardError.escapingKey`; `SystemError`.
  public init(_ places: [Place], for pictures: PictureInputs) throws {
    self.places = places
    // A mask that a manifest names is truth, whether predicting looks at it or not.
    let read =
      pictures.paths.filter { $0 != "-" }
      + pictures.listed.flatMap { [$0.image, $0.mask?.path].compactMap(\.self) }
    // What cannot be examined is the reader's to report.
    inputs = Set(read.compactMap { (try? FileIdentity($0)) ?? nil })
    var pictureOf: [SampleKey: String] = [:]
    var roots: Set<SampleKey> = []
    for place in places {
      let root = place.path.map(resolvedPath) ?? ""
      guard roots.insert(SampleKey(root)).inserted else {
        throw Located(PredictionError.samePlace, path: place.path ?? "standard output")
      }
      for entry in pictures.listed {
        guard let path = try place.path(of: entry.key) else { continue }
        let target = Self.isFolder(place) ? root + "/" + entry.key + ".png" : root
        if let first = pictureOf.updateValue(entry.image, forKey: SampleKey(target)) {
          throw Located(PredictionError.sameOutput(first, entry.image), path: path)
        }
        if let identity = try FileIdentity(path), inputs.contains(identity) {
          throw Located(PredictionError.isInput, path: path)
        }
      }
    }
  }

  private static func isFolder(_ place: Place) -> Bool {
    if case .folder = place { true } else { false }
  }

  /// Writes the files of a picture, each complete or not at all.
  ///
  /// A file that stands already with the same content is left as it is.
  ///
  /// - Parameters:
  ///   - files: PNG files, one for each of the places.
  ///   - key: Of the picture.
  /// - Throws: `Located` ``PredictionError``; `Located` `ShardError.escapingKey` for a key that leads out
  ///   of the folder, `ShardError.fileExists`; `SystemError`.
  public mutating func write(_ files: [[UInt8]], of key: String) throws {
    for (place, bytes) in zip(places, files) {
      guard let path = try place.path(of: key) else {
        let sink = DescriptorSink.standardOutput()
        try sink.write(bytes)
        try sink.flush()
        continue
      }
      if try stands(bytes, at: path, key: key) { continue }
      if case .folder = place, let slash = path.lastIndex(of: "/") {
        try createFolder(String(path[..<slash]))
      }
      let file = try AtomicFile(path)
      try file.write(bytes)
      try file.commit(durably: !Self.isFolder(place))
      remember(try FileIdentity(path))
    }
  }

  private mutating func remember(_ identity: FileIdentity?) {
    if let identity { written.insert(identity) }
  }

  /// Whether a file need not be written; throws when it must not.
  private mutating func stands(_ bytes: [UInt8], at path: String, key: String) throws -> Bool {
    // What is no file, such as /dev/null, takes everything.
    guard let status = try fileStatus(path), status.kind != .other else { return false }
    if let identity = try FileIdentity(path) {
      guard !inputs.contains(identity) else { throw Located(PredictionError.isInput, path: path) }
      guard !written.contains(identity) else {
        throw Located(PredictionError.sameOutput(nil, key), path: path)
      }
    }
    if status.kind == .file, status.size == bytes.count, try readFile(path) == bytes {
      remember(try FileIdentity(path))
      return true
    }
    guard overwrites, status.kind == .file else {
      throw Located(ShardError.fileExists, path: path)
    }
    return false
  }
}

extension PredictionFiles.Place {
  /// The path that was named; nil for standard output.
  fileprivate var path: String? {
    switch self {
    case .standardOutput: nil
    case .file(let path), .folder(let path): path
    }
  }

  /// Where the file of a picture goes; nil for standard output.
  ///
  /// - Throws: `Located` `ShardError.escapingKey`.
  fileprivate func path(of key: String) throws -> String? {
    guard case .folder(let folder) = self else { return path }
    let parts = key.split(separator: "/", omittingEmptySubsequences: false)
    let isInside = parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    guard isInside, !key.utf8.contains(0) else {
      throw Located(ShardError.escapingKey(key), sample: key)
    }
    return (folder.hasSuffix("/") ? folder : folder + "/") + key + ".png"
  }
}
