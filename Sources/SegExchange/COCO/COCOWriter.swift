import SegBasics
import SegImaging
import SegMasks
import SegSamples
import SegShards

/// Writes `images/SPLIT/KEY.jpg` … and `annotations/SPLIT.json`: one annotation for each class that
/// occurs in a picture, a crowd with lengths that are not compressed.
///
/// reference: formats 5.5. Category n + 1 is class n. What COCO cannot say, that pixels without an
/// annotation are ignored and what the classes look like, stands in `info` under `segkit`.
struct COCOWriter: ForeignWriter {
  struct Annotated: Sendable {
    let key: String
    let split: String?
    let picture: [UInt8]
    let fileExtension: String
    let size: PixelSize
    /// Class indices, and the annotation's fields after its ids.
    let masks: [(index: Int, fields: String)]?
    let classes: ClassTable?
  }

  /// What is gathered of a split.
  private struct Document {
    var images = TextSpool.Text()
    var annotations = TextSpool.Text()
    var pictures = 0
    var masks = 0
    var highest = -1
  }

  let prepare: @Sendable (Sample) throws -> Annotated
  private let name: String
  private let spool: TextSpool
  private var documents: [SampleKey: Document] = [:]
  private var classes: ClassTable?

  /// - Parameters:
  ///   - name: How pictures of no split are called.
  ///   - folder: Where what is said of them is kept until all have come.
  init(name: String, storage: PictureStorage?, folder: String) {
    self.name = name
    spool = TextSpool(in: folder)
    prepare = { sample in
      var sample = sample
      if let storage { try sample.convert(to: storage) }
      let picture = try sample.encodedPicture()
      let classes = sample.metadata.classes
      let labelMap = try sample.labelMap?.decoded()
      // As it is turned with its label map: readers take the size from here.
      let size = try labelMap?.size ?? readImageHeader(picture.data).size
      return Annotated(
        key: sample.key, split: sample.metadata.split, picture: picture.data,
        fileExtension: picture.fileExtension, size: size,
        masks: labelMap.map { Self.masks($0, classes: classes) }, classes: classes)
    }
  }

  private static func masks(
    _ labelMap: LabelMap, classes: ClassTable?
  ) -> [(index: Int, fields: String)] {
    RunLengths.byValue(labelMap).filter { !labelMap.isIgnored($0.key, classes: classes) }
      .sorted { $0.key < $1.key }
      .map { index, mask in
        let counts = mask.counts.map(String.init).joined(separator: ",")
        let box = mask.box.map(String.init).joined(separator: ",")
        return (
          index,
          "\"area\":\(mask.area),\"bbox\":[\(box)],\"iscrowd\":1,\"segmentation\":{\"counts\":"
            + "[\(counts)],\"size\":[\(mask.height),\(mask.width)]}}"
        )
      }
  }

  mutating func add(_ sample: Annotated, to folder: ExportFolder) throws {
    let split = try fileName(sample.split ?? name)
    let file = "\(sample.key).\(sample.fileExtension)"
    try folder.write(sample.picture, to: "images/\(split)/\(file)")
    classes = sample.classes ?? classes
    // Taken out, so that it is changed in place.
    var document = documents.removeValue(forKey: SampleKey(split)) ?? Document()
    defer { documents[SampleKey(split)] = document }
    document.pictures += 1
    var image = OrderedJSON()
    try image.add("id", document.pictures)
    try image.add("file_name", file)
    try image.add("width", sample.size.width)
    try image.add("height", sample.size.height)
    // Tells a picture whose label map holds nothing but ignored pixels from one that has none.
    try image.add("segkit_unlabelled", sample.masks == nil ? true : nil)
    try spool.add((document.pictures == 1 ? "\n" : ",\n") + image.text, to: &document.images)
    for (index, fields) in sample.masks ?? [] {
      document.masks += 1
      document.highest = max(document.highest, index)
      let ids =
        "{\"id\":\(document.masks),\"image_id\":\(document.pictures),\"category_id\":\(index + 1),"
      try spool.add(
        (document.masks == 1 ? "\n" : ",\n") + ids + fields, to: &document.annotations)
    }
  }

  mutating func finish(in folder: ExportFolder) throws {
    let sorted = documents.sorted {
      $0.key.text.utf8.lexicographicallyPrecedes($1.key.text.utf8)
    }
    for (split, document) in sorted {
      struct Category: Encodable {
        var id: Int
        var name: String
        var supercategory: String
      }
      let names = classes?.entries.map(\.name) ?? (0..<(document.highest + 1)).map(String.init)
      var info = OrderedJSON()
      try info.add("description", "written by segpack export")
      try info.add("segkit", COCOInfo(classes: classes.map { ClassTable($0.entries) }))
      var categories = OrderedJSON()
      try categories.add(
        "categories",
        names.enumerated().map { Category(id: $0.offset + 1, name: $0.element, supercategory: "") })
      let head =
        "{\"info\":\(info.text),\"licenses\":[],\n" + categories.text.dropFirst().dropLast()
      try folder.write(to: "annotations/\(split.text).json") { file in
        try file.write(head + ",\n\"images\":[")
        try spool.copy(document.images, to: file)
        try file.write("\n],\n\"annotations\":[")
        try spool.copy(document.annotations, to: file)
        try file.write("\n]}\n")
      }
    }
  }
}

/// What `info.segkit` holds: that each annotation is a whole class, and pixels of none are ignored.
struct COCOInfo: Codable {
  var classes: ClassTable?
}
