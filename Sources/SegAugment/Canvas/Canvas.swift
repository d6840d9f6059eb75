import SegBasics
import SegImaging
import SegSamples

/// A decoded sample in work: what operations change.
///
/// The mask contract is built in: pixels are moved by methods that move picture and label maps alike,
/// and what changes the picture alone never sees a label map. Changes are put off until something
/// looks at the pixels, so that several movements, or several changes of single samples, cost one pass.
public struct Canvas: Sendable {
  private var storedImage: Image
  private var storedLabelMaps: [LabelMap]
  /// Whether the picture is still the one that was given, whose pixels others may hold too.
  private var isShared = true
  /// What is still to be done to the stored pixels: movements or tables, never both.
  private var moves: [Move] = []
  private var tables: SampleTables?
  /// Rows and columns, with everything done.
  public private(set) var size: PixelSize
  /// How the picture is normalized in the end, which makes it one of float32.
  public internal(set) var normalization: Normalization?
  /// The classes of the label maps, where the sample says.
  public let classes: ClassTable?

  /// The most pixels a picture may have: as many as a decoder takes by default.
  public static let maximumPixels = DecodeOptions().maximumPixels

  /// A canvas of a picture `[H, W, C]` and its label maps `[H, W]`: none, one, or two of a mixture.
  ///
  /// - Precondition: All have the same size.
  public init(image: Image, labelMaps: [LabelMap], classes: ClassTable? = nil) {
    precondition(labelMaps.allSatisfy { $0.size == image.size }, "a label map of another size")
    storedImage = image
    storedLabelMaps = labelMaps
    size = image.size
    self.classes = classes
  }

  /// Samples a pixel.
  public var channels: Int { storedImage.channels }

  /// The greatest sample value: 255 or 65535.
  public var maximumValue: Int { storedImage.maximumValue }

  /// The picture, with everything done.
  public var image: Image {
    mutating get {
      evaluate()
      return storedImage
    }
  }

  /// The label maps, with everything done.
  public var labelMaps: [LabelMap] {
    mutating get {
      evaluate()
      return storedLabelMaps
    }
  }

  // MARK: The picture alone

  /// Changes the samples of the picture, but not its size.
  public mutating func changeImage<Failure: Error>(
    _ change: (inout Image) throws(Failure) -> Void
  ) throws(Failure) {
    evaluate()
    try change(&storedImage)
    isShared = false
    precondition(storedImage.size == size, "an operation on the picture changed its size")
  }

  /// Replaces every sample of the picture by what `change` makes of its value.
  ///
  /// - Parameter change: From a value to a value, both of `0...maximumValue`; clamped.
  public mutating func mapSamples(_ change: (Int) -> Int) {
    let count = channels
    changeTables { $0.change(first: count, change) }
  }

  /// As ``mapSamples(_:)``, with a change for each channel.
  public mutating func mapSamplesOfChannels(_ change: (_ value: Int, _ channel: Int) -> Int) {
    let count = channels
    changeTables { $0.changeEach(first: count, change) }
  }

  /// Adds to what every sample becomes.
  mutating func changeTables(_ change: (inout SampleTables) -> Void) {
    if !moves.isEmpty { evaluate() }
    // Taken out meanwhile, so that nothing is copied.
    var changed = tables ?? SampleTables(for: storedImage)
    tables = nil
    change(&changed)
    tables = changed
  }

  /// Looks at the picture without doing what is put off: movements are done, tables handed over.
  mutating func inspect<Result>(_ body: (Image, SampleTables?) -> Result) -> Result {
    if !moves.isEmpty { evaluate() }
    return body(storedImage, tables)
  }

  // MARK: Picture and label maps

  /// Turns and mirrors.
  ///
  /// - Parameter orientation: As ``Raster/oriented(_:)`` numbers them: 2 mirrors left and right, 4 top
  ///   and bottom, 5 transposes, 6 turns clockwise, 8 counter-clockwise, 3 by half a turn.
  public mutating func turn(_ orientation: Int) {
    if orientation != 1 { append(.turn(orientation)) }
  }

  /// Keeps a rectangle.
  ///
  /// - Throws: ``TransformError/outside(_:size:)`` for one that is not inside.
  public mutating func crop(to box: PixelBox) throws(TransformError) {
    guard box.isInside(size) else { throw .outside(box, size: size) }
    if box.size != size { append(.crop(box)) }
  }

  /// Resamples to another size.
  ///
  /// - Throws: ``TransformError/tooLarge(_:limit:)``.
  public mutating func resize(
    to newSize: PixelSize, filter: ResizeFilter, labels: LabelResizeFilter
  ) throws(TransformError) {
    try Self.require(newSize)
    if newSize != size { append(.resize(newSize, filter, labels)) }
  }

  private static func require(_ size: PixelSize) throws(TransformError) {
    let (pixels, overflows) = size.width.multipliedReportingOverflow(by: size.height)
    guard size.width > 0, size.height > 0, !overflows, pixels <= maximumPixels else {
      throw .tooLarge(size, limit: maximumPixels)
    }
  }

  private mutating func append(_ move: Move) {
    if tables != nil { evaluate() }
    moves.append(move)
    size = move.size(of: size)
  }

  /// Does what has been put off.
  ///
  /// What follows is not resampled together with what came before.
  public mutating func evaluate() {
    if let tables {
      storedImage.look(up: tables, isShared: isShared)
      isShared = false
      self.tables = nil
    }
    if moves.isEmpty { return }
    isShared = false
    for move in moves {
      storedImage = move.moving(storedImage)
      for index in storedLabelMaps.indices {
        storedLabelMaps[index] = move.moving(storedLabelMaps[index])
      }
    }
    moves = []
  }
}

extension Move {
  fileprivate func moving(_ image: Image) -> Image {
    switch self {
    case .turn(2): image.flippedHorizontally()
    case .turn(let orientation): image.oriented(orientation)
    case .crop(let box): image.cropped(to: box)
    case .resize(let size, let filter, _): image.resized(to: size, filter: filter)
    }
  }

  fileprivate func moving(_ labelMap: LabelMap) -> LabelMap {
    switch self {
    case .turn(2): labelMap.flippedHorizontally()
    case .turn(let orientation): labelMap.oriented(orientation)
    case .crop(let box): labelMap.cropped(to: box)
    case .resize(let size, _, let filter): labelMap.resized(to: size, filter: filter)
    }
  }
}
