import SegBasics
import SegImaging
import SegSamples

/// A COCO annotation file: pictures, categories and annotations of objects.
struct COCODocument: Decodable {
  struct Info: Decodable {
    var segkit: COCOInfo?
  }

  struct Picture: Decodable {
    var id: Int
    var fileName: String
    var width: Int
    var height: Int
    var unlabelled: Bool?

    private enum CodingKeys: String, CodingKey {
      case id, width, height
      case fileName = "file_name"
      case unlabelled = "segkit_unlabelled"
    }
  }

  struct Category: Decodable {
    var id: Int
    var name: String
  }

  struct Annotation: Decodable {
    var id: Int
    var imageID: Int
    var categoryID: Int
    var area: Double?
    var isCrowd: Int?
    var segmentation: Segmentation?

    private enum CodingKeys: String, CodingKey {
      case id, area, segmentation
      case imageID = "image_id"
      case categoryID = "category_id"
      case isCrowd = "iscrowd"
    }
  }

  /// The three forms in which COCO keeps masks.
  enum Segmentation: Decodable {
    case polygons([[Double]])
    case lengths([Int], size: [Int])
    case string(String, size: [Int])

    private enum CodingKeys: String, CodingKey { case counts, size }

    init(from decoder: any Decoder) throws {
      guard let fields = try? decoder.container(keyedBy: CodingKeys.self) else {
        self = .polygons(try [[Double]](from: decoder))
        return
      }
      let size = try fields.decode([Int].self, forKey: .size)
      if let text = try? fields.decode(String.self, forKey: .counts) {
        self = .string(text, size: size)
      } else {
        self = .lengths(try fields.decode([Int].self, forKey: .counts), size: size)
      }
    }
  }

  var info: Info?
  var images: [Picture]
  var annotations: [Annotation]?
  var categories: [Category]

  private enum CodingKeys: String, CodingKey { case info, images, annotations, categories }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    // Other people's info may be of any kind.
    info = try? fields.decodeIfPresent(Info.self, forKey: .info)
    images = try fields.decode([Picture].self, forKey: .images)
    annotations = try fields.decodeIfPresent([Annotation].self, forKey: .annotations)
    categories = try fields.decode([Category].self, forKey: .categories)
  }

  /// The mask of an annotation.
  ///
  /// - Returns: nil when there is none, or nothing but lines.
  /// - Throws: ``ExchangeError``.
  static func mask(
    of annotation: Annotation, in picture: Picture
  ) throws(ExchangeError) -> RunLengths? {
    func refuse(_ what: String) -> ExchangeError {
      .damaged(.coco, "annotation \(annotation.id): \(what)")
    }
    let mask: RunLengths?
    switch annotation.segmentation {
    case nil: return nil
    case .polygons(let rings):
      return try Polygons.mask(rings, height: picture.height, width: picture.width) { refuse($0) }
    case .lengths(let counts, let size):
      guard size == [picture.height, picture.width] else { throw refuse("another size") }
      mask = RunLengths(counts: counts, height: size[0], width: size[1])
    case .string(let text, let size):
      guard size == [picture.height, picture.width] else { throw refuse("another size") }
      mask = RunLengths(string: text, height: size[0], width: size[1])
    }
    guard let mask else { throw refuse("the run lengths do not fill the picture") }
    return mask
  }
}
