import SegImaging

/// A picture of a sample: pixels, or a file that holds them.
public enum ImageContent: Sendable, Equatable {
  /// Pixels in memory.
  case pixels(Image)
  /// A picture file or a NumPy array, and its extension in lower case without a dot.
  case file([UInt8], extension: String)
}

/// A label map of a sample: class indices, or a file that holds them.
public enum LabelMapContent: Sendable, Equatable {
  /// Class indices in memory.
  case indices(LabelMap)
  /// A PNG or a NumPy array of class indices, and its extension in lower case without a dot.
  case file([UInt8], extension: String)
}

/// What flows in a pipe: key, image, label map, metadata.
public struct Sample: Sendable, Equatable {
  /// A member the toolkit does not interpret.
  public struct Extra: Sendable, Equatable {
    /// The extension in lower case, such as `caption.txt`.
    public var fileExtension: String
    /// The bytes as they came.
    public var data: [UInt8]

    /// Names bytes.
    public init(fileExtension: String, data: [UInt8]) {
      self.fileExtension = fileExtension
      self.data = data
    }
  }

  /// Unique in the data set.
  public var key: String
  /// The picture, `[H, W, C]`.
  public var image: ImageContent
  /// The label map, `[H, W]`.
  public var labelMap: LabelMapContent?
  /// The partner's label map of a mixed sample, `[H, W]`.
  public var secondLabelMap: LabelMapContent?
  /// Everything else that is known.
  public var metadata: SampleMetadata
  /// Members of foreign shards.
  public var extras: [Extra]

  /// Puts a sample together.
  public init(
    key: String, image: ImageContent, labelMap: LabelMapContent? = nil,
    metadata: SampleMetadata = SampleMetadata()
  ) {
    self.key = key
    self.image = image
    self.labelMap = labelMap
    secondLabelMap = nil
    self.metadata = metadata
    extras = []
  }
}
