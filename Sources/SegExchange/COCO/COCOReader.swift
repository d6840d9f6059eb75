import SegBasics
import SegImaging
import SegSamples
import SegShards

/// Reads pictures with the annotations of a COCO file as label maps.
///
/// reference: layouts 1.4. Background is 0 and the categories follow by their ids. Objects are painted
/// from the largest to the smallest, ties by id; crowds are ignored where nothing else is. A file of our
/// own writer has the classes it was made from, and pixels of no annotation are ignored.
struct COCOReader {
  private struct Document {
    let path: String
    let split: String?
    let folder: String
    let classes: ClassTable
    /// Class indices by category.
    let indices: [Int: Int]
    let isOwn: Bool
    let pictures: [COCODocument.Picture]
    let annotations: [Int: [COCODocument.Annotation]]
  }

  private var documents: ArraySlice<String>
  private var current: (document: Document, next: Int)?
  private var seen: Set<SampleKey> = []

  /// Lists the annotation files: one that is named, or those of `annotations` in a folder.
  ///
  /// - Throws: `Located` ``ExchangeError/nothingFound(_:_:)``; `SystemError`.
  init(_ path: String) throws {
    guard try fileStatus(path)?.kind == .folder else {
      documents = [path]
      return
    }
    let folder = path + "/annotations"
    let names =
      try fileStatus(folder)?.kind == .folder
      ? namesInFolder(folder).filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") } : []
    guard !names.isEmpty else {
      throw Located(ExchangeError.nothingFound(.coco, "annotations/*.json"), path: path)
    }
    // As it is downloaded, captions and key points lie beside the objects, of the same pictures.
    let objects = names.filter { $0.hasPrefix("instances_") }
    documents = (objects.isEmpty ? names : objects).map { folder + "/" + $0 }[...]
  }

  /// The next sample, nil at the end.
  ///
  /// - Throws: `Located` ``ExchangeError``, `JSONError`, `ImageError`; `SystemError`.
  mutating func next() throws -> (sample: PendingSample, place: SamplePlace)? {
    while true {
      if let (document, number) = current, number < document.pictures.count {
        current?.next += 1
        let picture = document.pictures[number]
        return try locating(path: document.path) {
          let sample = try Self.sample(picture, of: document)
          guard seen.insert(SampleKey(sample.key)).inserted else {
            throw ExchangeError.damaged(.coco, "two pictures named \(picture.fileName)")
          }
          let place = SamplePlace(input: document.path, number: number + 1)
          return (try PendingSample(made: sample, source: document.path), place)
        }
      }
      guard let path = documents.popFirst() else { return nil }
      current = (try locating(path: path) { try document(path) }, 0)
    }
  }

  private func document(_ path: String) throws -> Document {
    let file = try decodeJSON(COCODocument.self, from: readFile(path, limit: 1 << 31))
    let own = file.info?.segkit
    var table: ClassTable
    var indices: [Int: Int] = [:]
    let categories = file.categories.sorted { $0.id < $1.id }
    guard Set(categories.map(\.id)).count == categories.count else {
      throw ExchangeError.damaged(.coco, "two categories with one id")
    }
    guard categories.count < 65535 else {
      throw ExchangeError.unsupported(.coco, "\(categories.count) categories")
    }
    let shift = own == nil ? 1 : 0
    for (rank, category) in categories.enumerated() { indices[category.id] = rank + shift }
    if let classes = own?.classes, classes.entries.count == categories.count {
      table = classes
    } else {
      var entries = categories.enumerated().map { rank, category in
        ClassTable.Entry(
          category.name, color: .paletteColor(rank + shift), source: own == nil ? category.id : nil)
      }
      if own == nil {
        entries.insert(.init("background", color: .paletteColor(0), source: 0), at: 0)
      }
      guard !entries.isEmpty else {
        throw ExchangeError.nothingFound(.coco, "category")
      }
      table = ClassTable(entries)
    }
    let name = String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
    let split = Self.split(String(name.dropLast(name.hasSuffix(".json") ? 5 : 0)))
    let parent = String(decoding: path.utf8.dropLast(name.utf8.count), as: UTF8.self)
    let above = parent.hasSuffix("annotations/") ? String(parent.dropLast(12)) : parent
    return Document(
      path: path, split: split == "samples" ? nil : split, folder: above.isEmpty ? "./" : above,
      classes: table, indices: indices, isOwn: own != nil, pictures: file.images,
      annotations: Dictionary(grouping: file.annotations ?? [], by: \.imageID))
  }

  /// The split in names such as `instances_val2017`.
  private static func split(_ name: String) -> String {
    name.hasPrefix("instances_") || name.hasPrefix("stuff_")
      ? String(name[(name.firstIndex(of: "_").map(name.index(after:)) ?? name.startIndex)...])
      : name
  }

  private static func sample(
    _ picture: COCODocument.Picture, of document: Document
  ) throws -> Sample {
    let name = picture.fileName
    try SampleKey(name).check()
    let dot = name.lastIndex(of: ".") ?? name.endIndex
    let key = String(name[..<dot])
    let places = [
      "images/\(document.split ?? "samples")/", "\(document.split ?? "samples")/", "images/", "",
    ]
    let path = try places.lazy.map { document.folder + $0 + name }
      .first { try fileStatus($0)?.kind == .file }
    let bytes = try locating(sample: key) {
      try readFile(path ?? document.folder + (document.split.map { $0 + "/" } ?? "") + name)
    }
    return try locating(path: path, sample: key) {
      let header = try readImageHeader(bytes)
      let isUnlabelled = picture.unlabelled ?? false
      return Sample(
        key: key, image: .file(bytes, extension: header.format.fileExtension),
        labelMap: isUnlabelled ? nil : .indices(try labelMap(picture, header, of: document)),
        metadata: SampleMetadata(split: document.split, classes: document.classes))
    }
  }

  /// How often annotations may cover a picture, all together.
  private static let mostLayers = 4096

  private static func labelMap(
    _ picture: COCODocument.Picture, _ header: ImageHeader, of document: Document
  ) throws -> LabelMap {
    // Before anything is made of the size that the file claims.
    let size = PixelSize(width: picture.width, height: picture.height)
    let turned = (header.orientation ?? 1) >= 5 ? header.size.transposed : header.size
    guard size == header.size || size == turned else {
      throw ExchangeError.damaged(
        .coco, "the picture is said to have \(size) pixels, and has \(turned)")
    }
    guard size.width <= 1 << 16, size.height <= 1 << 16,
      size.width * size.height <= RunLengths.mostPixels
    else { throw ExchangeError.damaged(.coco, "a picture of \(size) pixels") }
    let pixels = size.width * size.height
    // Masks are made twice, once to be put in order and once to be painted: one of each picture is held
    // at a time, however many there are.
    var painted: [(annotation: COCODocument.Annotation, area: Int, index: Int)] = []
    var covered = 0
    for annotation in document.annotations[picture.id] ?? [] {
      guard let index = document.indices[annotation.categoryID] else {
        throw ExchangeError.unknownReference(.coco, "category \(annotation.categoryID)")
      }
      guard let mask = try COCODocument.mask(of: annotation, in: picture) else { continue }
      covered += mask.area
      guard covered <= Self.mostLayers * pixels else {
        throw ExchangeError.damaged(
          .coco, "annotations cover the picture more than \(Self.mostLayers) times")
      }
      painted.append((annotation, mask.area, index))
    }
    painted.sort { ($1.area, $0.annotation.id) < ($0.area, $1.annotation.id) }
    let ignored = UInt16(truncatingIfNeeded: document.classes.ignoreIndex)
    let first: UInt16 = document.isOwn ? ignored : 0
    var values = [UInt16](repeating: first, count: pixels)
    func isCrowd(_ annotation: COCODocument.Annotation) -> Bool {
      !document.isOwn && (annotation.isCrowd ?? 0) != 0
    }
    for (annotation, _, index) in painted where !isCrowd(annotation) {
      try COCODocument.mask(of: annotation, in: picture)?.forEachPixel {
        values[$0] = UInt16(truncatingIfNeeded: index)
      }
    }
    for (annotation, _, _) in painted where isCrowd(annotation) {
      try COCODocument.mask(of: annotation, in: picture)?.forEachPixel {
        if values[$0] == 0 { values[$0] = ignored }
      }
    }
    let raster = Raster(
      height: picture.height, width: picture.width, channels: 1, values: values)
    return try LabelMap.uint16(raster).normalized(for: document.classes)
  }
}
