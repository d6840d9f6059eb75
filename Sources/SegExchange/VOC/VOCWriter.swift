import SegBasics
import SegImaging
import SegSamples
import SegShards

/// Writes a folder as PASCAL VOC has it: `JPEGImages/KEY.jpg`, `SegmentationClass/KEY.png` in palette
/// colours, `ImageSets/Segmentation/SPLIT.txt`; and `classes.json`, which VOC does not have.
struct VOCWriter: ForeignWriter {
  struct Pair: Sendable {
    let key: String
    let split: String?
    let picture: [UInt8]
    let fileExtension: String
    let isConverted: Bool
    let mask: [UInt8]?
    let classes: ClassTable?
  }

  /// The quality that pictures are written with which are not JPEG yet.
  private static let quality = 95

  let prepare: @Sendable (Sample) throws -> Pair
  private let name: String
  private var lists: [SampleKey: [UInt8]] = [:]
  private var classes: ClassTable?
  private var converted = 0

  /// - Parameter name: How the list of samples of no split is called.
  init(name: String, storage: PictureStorage?) {
    self.name = name
    prepare = { sample in
      var sample = sample
      let isJPEG =
        switch sample.image {
        case .file(_, "jpg"), .file(_, "jpeg"): true
        default: false
        }
      // What reads VOC looks for .jpg and nothing else.
      let isConverted = storage == nil && !isJPEG
      try sample.convert(to: storage ?? .jpeg(quality: Self.quality))
      let picture = try sample.encodedPicture()
      return Pair(
        key: sample.key, split: sample.metadata.split, picture: picture.data,
        fileExtension: picture.fileExtension, isConverted: isConverted,
        mask: try sample.labelMap?.encodedPNG(classes: sample.metadata.classes),
        classes: sample.metadata.classes)
    }
  }

  mutating func add(_ pair: Pair, to folder: ExportFolder) throws {
    let list = try fileName(pair.split ?? name)
    // A list has one name a line.
    guard !pair.key.utf8.contains(where: { $0 == 10 || $0 == 13 }) else {
      throw ExchangeError.brokenKey(.voc)
    }
    try folder.write(pair.picture, to: "JPEGImages/\(pair.key).\(pair.fileExtension)")
    if let mask = pair.mask { try folder.write(mask, to: "SegmentationClass/\(pair.key).png") }
    lists[SampleKey(list), default: []] += Array((pair.key + "\n").utf8)
    classes = pair.classes ?? classes
    converted += pair.isConverted ? 1 : 0
  }

  mutating func finish(in folder: ExportFolder) throws {
    let sorted = lists.sorted { $0.key.text.utf8.lexicographicallyPrecedes($1.key.text.utf8) }
    for (split, list) in sorted {
      try folder.write(list, to: "ImageSets/Segmentation/\(split.text).txt")
    }
    guard let classes else { return }
    var object = OrderedJSON()
    try object.add("classes", ClassTable(classes.entries))
    try folder.write(Array((object.text + "\n").utf8), to: VOCReader.classFile)
  }

  var notices: [String] {
    guard converted > 0 else { return [] }
    return [
      "\(converted) pictures that were no JPEG were written with quality \(Self.quality), for what "
        + "reads VOC looks for .jpg; --store png keeps every pixel"
    ]
  }
}
