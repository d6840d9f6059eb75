import SegBasics
import SegSamples
import SegShards

/// Pictures to predict: files, folders of pictures, and every form of samples.
public struct PictureInputs {
  private enum Part {
    /// Pictures, folders of them, manifests: known to the last before the first is decoded.
    case listed([ManifestEntry])
    /// Streams and shard sets, whose samples are known when their turn comes.
    case stored(first: PendingSample?, rest: SampleSource)
    /// A line of a manifest that cannot be read.
    case unreadable(PendingSample)
  }

  private let parts: [Part]
  /// Whether there is one input, and that is a file of one picture.
  public let isOnePicture: Bool
  /// The files and folders that were named.
  public let paths: [String]
  /// What is odd about the folders, one clause each: files that are no pictures.
  public let notes: [String]
  /// The samples that are known beforehand, in order.
  let listed: [ManifestEntry]

  /// Looks for the pictures of some inputs, in order; `-` is standard input, and so is an empty list.
  ///
  /// Manifests are read to their end. The key of a picture file is its name without ending, that of one
  /// in a folder its path below the folder that was named, without ending.
  ///
  /// - Parameters:
  ///   - paths: Files and folders.
  ///   - outputs: Folders predictions are written to; not looked into where they lie in an input folder.
  /// - Throws: `SystemError`; `Located` ``TrainingError/noSamples(_:)`` for a folder without pictures;
  ///   ``PredictionError/isInputFolder``; what reading a manifest throws.
  public init(_ paths: [String], outputs: [String] = []) throws {
    let paths = try InputNames.expand(paths.isEmpty ? ["-"] : paths)
    var parts: [Part] = []
    var pictures = 0
    var notes: [String] = []
    for path in paths {
      let kind = try InputNames.status(path)?.kind
      if kind == .folder, try Self.holdsPictures(path) {
        let leftOut = try outputs.compactMap { output in
          try FileIdentity(output).map { (output, $0) }
        }
        let own = try FileIdentity(path)
        for (output, identity) in leftOut where identity == own {
          throw Located(PredictionError.isInputFolder, path: output)
        }
        let folder = PictureFolder(path: path, leftOut: Set(leftOut.map(\.1)))
        var passedOver: [String] = []
        parts.append(.listed(try folder.entries(passedOver: &passedOver)))
        if let first = passedOver.first {
          let others = passedOver.count > 1 ? " and \(passedOver.count - 1) more" : ""
          notes.append("\(path): passed over \(first)\(others), no PNG, JPEG, TIFF or GIF")
        }
      } else if kind == .file, PictureFolder.looksLikePicture(path) {
        let key = PictureFolder.stem(PictureFolder.name(path))
        let entries = PictureFolder.entries(of: path, key: key)
        parts.append(.listed(entries))
        pictures += entries.count
      } else {
        parts += try Self.samples(path)
      }
    }
    self.parts = parts
    self.paths = paths
    self.notes = notes
    isOnePicture = paths.count == 1 && pictures == 1
    listed = parts.flatMap { part -> [ManifestEntry] in
      if case .listed(let entries) = part { entries } else { [] }
    }
  }

  /// Whether a folder is none of shards or of members of samples.
  private static func holdsPictures(_ path: String) throws -> Bool {
    // Label maps are no pictures to predict from.
    try !MemberFolder.stands(at: path)
      && !namesInFolder(path).contains { $0.hasSuffix(".tar") && !$0.hasPrefix(".") }
  }

  /// The samples of a manifest, a stream or a shard set.
  private static func samples(_ path: String) throws -> [Part] {
    let source = SampleSource([path])
    var parts: [Part] = []
    var entries: [ManifestEntry] = []
    while let pending = try StopSignal.checking(source.next) {
      switch pending {
      case .listed(let entry): entries.append(entry)
      case .unreadable:
        parts += [.listed(entries), .unreadable(pending)]
        entries = []
      case .stored: return parts + [.listed(entries), .stored(first: pending, rest: source)]
      }
    }
    return parts + [.listed(entries)]
  }

  /// The samples of the inputs in order.
  ///
  /// - Returns: A function that gives the next sample, nil at the end; it throws what reading streams and
  ///   shards throws.
  public func samples() -> () throws -> PendingSample? {
    var rest = parts[...]
    var place = 0
    return {
      while let part = rest.first {
        place += 1
        switch part {
        case .listed(let entries):
          if place <= entries.count { return .listed(entries[place - 1]) }
        case .unreadable(let pending): if place == 1 { return pending }
        case .stored(let first, let source):
          if place == 1, let first { return first }
          if let sample = try source.next() { return sample }
        }
        rest.removeFirst()
        place = 0
      }
      return nil
    }
  }
}
