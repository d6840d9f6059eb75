import SegBasics
import SegImaging
import SegSamples
import SegShards

/// Reads a folder as PASCAL VOC has it, by its lists: each stem once, with the split of its first list.
struct VOCReader {
  /// Where our own writer says the classes.
  static let classFile = "classes.json"

  private var entries: ArraySlice<(entry: ManifestEntry, list: String, line: Int)>

  /// Reads the lists.
  ///
  /// - Parameters:
  ///   - path: The folder that holds `JPEGImages`, or `VOCdevkit/VOCYEAR` in one of the two above it.
  ///   - classes: The classes of the masks; nil for those of `classes.json`, or else VOC's own.
  /// - Throws: `Located` ``ExchangeError``, `JSONError`, `SampleKeyError`; `SystemError`.
  init(_ path: String, classes: ClassTable?) throws {
    let root = try Self.root(path)
    let table = try classes ?? Self.ownClasses(root) ?? .voc
    let folder = root + "/ImageSets/Segmentation"
    // trainval names what train and val name: it comes last, so that those give the split.
    let lists = try namesInFolder(folder).filter { $0.hasSuffix(".txt") && !$0.hasPrefix(".") }
      .sorted { ($0 == "trainval.txt" ? 1 : 0) < ($1 == "trainval.txt" ? 1 : 0) }
    var seen: Set<SampleKey> = []
    var found: [(entry: ManifestEntry, list: String, line: Int)] = []
    for list in lists {
      let input = try BufferedInput(path: folder + "/" + list)
      var line = 0
      while let bytes = try input.readLine() {
        line += 1
        guard let text = String(validating: bytes, as: UTF8.self) else {
          throw Located(
            ExchangeError.damaged(.voc, "the name is no UTF-8"), path: folder + "/" + list,
            line: line)
        }
        let stem = text.hasSuffix(" ") ? String(text.prefix { $0 != " " }) : text
        guard !stem.isEmpty else { continue }
        try locating(path: folder + "/" + list, line: line) { try SampleKey(stem).check() }
        guard seen.insert(SampleKey(stem)).inserted else { continue }
        let entry = try locating(path: folder + "/" + list, line: line) {
          try Self.entry(stem, root: root, split: String(list.dropLast(4)), classes: table)
        }
        found.append((entry, folder + "/" + list, line))
      }
    }
    guard !found.isEmpty else {
      throw Located(ExchangeError.nothingFound(.voc, "list of samples"), path: folder)
    }
    entries = found[...]
  }

  /// The next sample, nil at the end; its files are opened when it is loaded.
  mutating func next() -> (sample: PendingSample, place: SamplePlace)? {
    entries.popFirst().map {
      (.listed($0.entry), SamplePlace(input: $0.list, number: $0.line, isLine: true))
    }
  }

  private static func root(_ path: String) throws -> String {
    var candidates = [path]
    for parent in [path + "/VOCdevkit", path + "/TrainVal/VOCdevkit"]
    where try fileStatus(parent)?.kind == .folder {
      let years = try namesInFolder(parent).filter { $0.hasPrefix("VOC") }
      candidates += years.map { parent + "/" + $0 }
    }
    let found = try candidates.filter {
      try fileStatus($0 + "/ImageSets/Segmentation")?.kind == .folder
    }
    guard let root = found.first else {
      throw Located(ExchangeError.nothingFound(.voc, "ImageSets/Segmentation"), path: path)
    }
    guard found.count == 1 else {
      throw Located(
        ExchangeError.unsupported(.voc, "more than one year (\(found.joined(separator: ", ")))"),
        path: path)
    }
    return root
  }

  private static func ownClasses(_ root: String) throws -> ClassTable? {
    struct File: Decodable { var classes: ClassTable }
    let path = root + "/" + classFile
    guard try fileStatus(path)?.kind == .file else { return nil }
    return try locating(path: path) {
      try decodeJSON(File.self, from: readFile(path, limit: 1 << 26)).classes
    }
  }

  private static func entry(
    _ stem: String, root: String, split: String, classes: ClassTable
  ) throws -> ManifestEntry {
    let endings = ["jpg", "png", "jpeg", "tif"]
    let picture = try endings.lazy.map { "\(root)/JPEGImages/\(stem).\($0)" }
      .first { try fileStatus($0)?.kind == .file }
    let mask = "\(root)/SegmentationClass/\(stem).png"
    let hasMask = try fileStatus(mask)?.kind == .file
    // A picture that is not there is said when it is opened, under the name VOC gives it.
    return ManifestEntry(
      key: stem, image: picture ?? "\(root)/JPEGImages/\(stem).jpg",
      mask: hasMask ? MaskSource(path: mask, encoding: .palette) : nil,
      split: split == "samples" ? nil : split, classes: classes)
  }
}

extension ClassTable {
  /// The 21 classes of PASCAL VOC in their palette's colours.
  ///
  /// reference: layouts 1.2.
  static let voc = ClassTable(
    [
      "background", "aeroplane", "bicycle", "bird", "boat", "bottle", "bus", "car", "cat", "chair",
      "cow", "diningtable", "dog", "horse", "motorbike", "person", "pottedplant", "sheep", "sofa",
      "train", "tvmonitor",
    ].enumerated().map { index, name in Entry(name, color: .paletteColor(index), source: index) })
}
