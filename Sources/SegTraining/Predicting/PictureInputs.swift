import SegBasics
import SegImaging
import SegSamples
import SegShards

/// Pictures to predict: files, folders of pictures, and every form of samples.
public struct PictureInputs {
  private let paths: [String]

  /// Pictures of these inputs, in order; `-` is standard input, and so is an empty list.
  public init(_ paths: [String]) { self.paths = paths.isEmpty ? ["-"] : paths }

  /// Whether there is one input, and that is a picture file.
  ///
  /// - Throws: `SystemError`.
  public func isOnePicture() throws -> Bool {
    try paths.count == 1 && paths[0] != "-" && Self.isPicture(paths[0])
  }

  /// The samples of the inputs in order.
  ///
  /// The key of a picture file is its name without ending, below the folder that was named. Other files
  /// of a folder of pictures are passed over.
  ///
  /// - Returns: A function that gives the next sample, nil at the end.
  /// - Throws: `SystemError`; `Located` ``TrainingError/noSamples(_:)`` for a folder without pictures.
  public func samples() throws -> () throws -> PendingSample? {
    var parts: [() throws -> PendingSample?] = []
    var pictures: [PendingSample] = []
    func endPictures() {
      guard !pictures.isEmpty else { return }
      var rest = pictures[...]
      parts.append { rest.popFirst() }
      pictures = []
    }
    for path in paths {
      if path != "-", try fileStatus(path)?.kind == .folder {
        let names = try namesInFolder(path)
        if !names.contains(where: { $0.hasSuffix(".tar") && !$0.hasPrefix(".") }) {
          pictures += try Self.list(names, in: path)
          continue
        }
      } else if path != "-", try Self.isPicture(path) {
        pictures.append(Self.listed(path, key: Self.stem(Self.name(path))))
        continue
      }
      endPictures()
      let source = SampleSource([path])
      parts.append { try source.next() }
    }
    endPictures()
    var rest = parts[...]
    return {
      while let part = rest.first {
        if let sample = try part() { return sample }
        rest.removeFirst()
      }
      return nil
    }
  }

  private static func list(_ names: [String], in folder: String) throws -> [PendingSample] {
    var keys: Set<String> = []
    var found: [PendingSample] = []
    for name in names where !name.hasPrefix(".") {
      let path = folder + "/" + name
      guard try fileStatus(path)?.kind == .file, try isPicture(path) else { continue }
      // `a.jpg` and `a.png` in one folder are two pictures.
      let key = keys.contains(stem(name)) ? name : stem(name)
      keys.insert(key)
      found.append(listed(path, key: key))
    }
    guard !found.isEmpty else {
      throw Located(TrainingError.noSamples("predict: no file is a picture"), path: folder)
    }
    return found
  }

  private static func listed(_ path: String, key: String) -> PendingSample {
    .listed(ManifestEntry(key: key, image: path))
  }

  private static func isPicture(_ path: String) throws -> Bool {
    guard try fileStatus(path)?.kind == .file else { return false }
    return ImageFormat(sniffing: try BufferedInput(path: path).peek(64)) != nil
  }

  private static func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private static func stem(_ name: String) -> String {
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
    return String(name[..<dot])
  }
}
