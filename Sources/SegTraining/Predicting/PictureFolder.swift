import SegBasics
import SegImaging
import SegSamples

/// The pictures of a folder and of those below it.
struct PictureFolder {
  /// The folder as it was named.
  let path: String
  /// Folders that are not looked into: those predictions are written to.
  let leftOut: Set<FileIdentity>

  /// Lists the pictures, sorted by name folder by folder.
  ///
  /// The key is the path below the folder without ending; with it, where several pictures would have
  /// one key. Hidden files are passed over, and those neither known by their first bytes nor called a
  /// picture; a damaged `.jpg` is listed. A folder that links lead to twice is listed once.
  ///
  /// - Parameter passedOver: Gets the names of files that are not hidden and no pictures.
  /// - Throws: `SystemError`; `Located` ``TrainingError/noSamples(_:)``.
  func entries(passedOver: inout [String]) throws -> [ManifestEntry] {
    var seen = leftOut
    var names: [String] = []
    try list("", into: &names, passedOver: &passedOver, seen: &seen)
    guard !names.isEmpty else {
      throw Located(
        TrainingError.noSamples("predict: no file is a PNG, JPEG, TIFF or GIF"), path: path)
    }
    var uses: [SampleKey: Int] = [:]
    for name in names { uses[SampleKey(Self.stem(name)), default: 0] += 1 }
    return names.flatMap { name in
      let stem = Self.stem(name)
      let isShared = uses[SampleKey(stem), default: 0] > 1
      return Self.entries(of: file(name), key: isShared ? name : stem)
    }
  }

  private func file(_ name: String) -> String {
    path.hasSuffix("/") ? path + name : path + "/" + name
  }

  /// - Parameter below: The folder, relative to the one that was named, with a slash at its end.
  private func list(
    _ below: String, into found: inout [String], passedOver: inout [String],
    seen: inout Set<FileIdentity>
  ) throws {
    let folder = file(below)
    guard let identity = try FileIdentity(folder), seen.insert(identity).inserted else { return }
    for name in try namesInFolder(folder) where !name.hasPrefix(".") {
      let path = file(below + name)
      switch try fileStatus(path)?.kind {
      case .folder:
        try list(below + name + "/", into: &found, passedOver: &passedOver, seen: &seen)
      case .file where Self.looksLikePicture(path): found.append(below + name)
      default: passedOver.append(below + name)
      }
    }
  }

  /// Whether a file is a picture, or called one: that it cannot be read is for the reader to say.
  static func looksLikePicture(_ path: String) -> Bool {
    let endings = [".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif"]
    return endings.contains(where: path.lowercased().hasSuffix) || isPicture(path)
  }

  /// Whether the first bytes of a file are those of a picture.
  private static func isPicture(_ path: String) -> Bool { format(path) != nil }

  private static func format(_ path: String) -> ImageFormat? {
    let head = try? BufferedInput(path: path).peek(64)
    return head.flatMap { ImageFormat(sniffing: $0) }
  }

  /// The samples of a picture file: one, or `KEY-0`, `KEY-1` … for the pages of a TIFF file.
  static func entries(of path: String, key: String) -> [ManifestEntry] {
    guard format(path) == .tiff, let bytes = try? readFile(path),
      let pages = try? readImageHeader(bytes).pages, pages > 1
    else { return [ManifestEntry(key: key, image: path)] }
    return (0..<pages).map { ManifestEntry(key: "\(key)-\($0)", image: path, page: $0) }
  }

  /// The last part of a path.
  static func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// A path without the ending of its last part; a name of an ending alone stays.
  static func stem(_ path: String) -> String {
    let name = name(path)
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return path }
    return String(path.dropLast(name.distance(from: dot, to: name.endIndex)))
  }
}
