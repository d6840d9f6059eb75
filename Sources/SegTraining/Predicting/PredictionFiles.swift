import SegBasics
import SegImaging
import SegMasks
import SegSamples
import SegShards

/// Where predicted label maps, and pictures with the classes over them, are written.
public struct PredictionFiles: Sendable {
  /// A file for one picture, or a folder for any number.
  public enum Place: Sendable {
    /// The file.
    case file(String)
    /// `KEY.png` in this folder; a slash in a key makes a folder.
    case folder(String)
  }

  /// Where label maps go, as PNG with the colours of the classes.
  public let labelMaps: Place
  /// Where pictures with the classes over them go, if they are wanted.
  public let overlays: Place?
  /// The classes.
  public let classes: ClassTable
  /// How strongly classes cover the picture, `0...1`.
  public var opacity = 0.5

  /// Files of a model with these classes.
  public init(labelMaps: Place, overlays: Place?, classes: ClassTable) {
    self.labelMaps = labelMaps
    self.overlays = overlays
    self.classes = classes
  }

  /// Encoded files of one picture.
  public struct Encoded: Sendable {
    let key: String
    let files: [(place: Place, bytes: [UInt8])]
  }

  /// Encodes the files of a prediction.
  ///
  /// - Throws: `ImageError`.
  public func encode(_ prediction: Prediction) throws -> Encoded {
    var files = [(labelMaps, try prediction.labelMap.encodedPNG(classes: classes))]
    if let overlays {
      let picture = overlay(
        .uint8(prediction.image), labelMap: prediction.labelMap, classes: classes,
        opacity: opacity)
      files.append((overlays, try encodePNG(picture)))
    }
    return Encoded(key: prediction.key, files: files)
  }

  /// Writes the files.
  ///
  /// - Throws: `SystemError`; `Located` `ShardError.escapingKey` for a key that leads out of the folder.
  public func write(_ encoded: Encoded) throws {
    for (place, bytes) in encoded.files {
      try AtomicFile.write(bytes, to: try path(of: encoded.key, in: place))
    }
  }

  private func path(of key: String, in place: Place) throws -> String {
    switch place {
    case .file(let path): return path
    case .folder(let folder):
      let parts = key.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
        throw Located(ShardError.escapingKey(key), sample: key)
      }
      try createFolder(([folder] + parts.dropLast().map(String.init)).joined(separator: "/"))
      return folder + "/" + key + ".png"
    }
  }
}
