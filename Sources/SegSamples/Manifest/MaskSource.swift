/// How the pixels of a mask file stand for class indices.
public enum MaskEncoding: String, Sendable, Hashable, Codable, CaseIterable {
  /// Each value is the class index.
  case index
  /// A palette picture whose indices are the class indices.
  case palette
  /// An Oxford-IIIT Pet trimap; the policy is in the name of the class table.
  case trimap
  /// Each colour stands for a class.
  case rgb
  /// Light values are class 1, dark ones class 0, or the other way round: see ``GrayThreshold``.
  case grayThreshold = "gray-threshold"
  /// Each value is a source id of the class table.
  case labelID = "label-id"
  /// Annotations of a COCO file.
  case coco
  /// A COCO panoptic picture.
  case panoptic
  /// A Cityscapes polygon file.
  case cityscapesPolygons = "cityscapes-polygons"
  /// A LabelMe file.
  case labelme
  /// A NumPy array of class indices.
  case npy
}

/// Where the mask of a sample is, and how it is encoded.
public struct MaskSource: Sendable, Hashable, Codable {
  /// The file, absolute or relative to where the reader runs.
  public var path: String
  /// How its pixels stand for class indices.
  public var encoding: MaskEncoding
  /// The page of a multi-page TIFF, from 0.
  public var page: Int?
  /// The image within an annotation file.
  public var imageID: Int?
  /// Which values of `gray-threshold` are class 1; nil: the upper half, from 128 on of 8 bits.
  public var threshold: GrayThreshold?

  /// Names a mask.
  public init(
    path: String, encoding: MaskEncoding, page: Int? = nil, imageID: Int? = nil,
    threshold: GrayThreshold? = nil
  ) {
    self.threshold = threshold
    self.path = path
    self.encoding = encoding
    self.page = page
    self.imageID = imageID
  }

  private enum CodingKeys: String, CodingKey {
    case path
    case encoding
    case page, threshold
    case imageID = "image_id"
  }
}
