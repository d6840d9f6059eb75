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
  private var moves: Moves
  private var tables: SampleTables?
  /// Rows and columns, with everything done.
  public private(set) var size: PixelSize
  /// Whose second label map there is, and the weight of the first.
  public internal(set) var mix: SampleMetadata.Mix?
  /// Where partners come from; nil where samples are not mixed.
  var mixing: Mixing?
  /// Where in the pipeline the operation at work stands: the index of its word, then those of the
  /// children that lead to it.
  var path: [Int] = []
  /// Partners between their drawing and their use.
  var partners: [(key: String, canvas: Canvas)] = []
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
    moves = Moves(from: size)
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

  /// The class index a fill stands for in each label map.
  ///
  /// - Throws: ``TransformError/unknownClass(_:classes:ignore:)``.
  func indices(of fill: LabelFill) throws(TransformError) -> [UInt16] {
    var indices: [UInt16] = []
    for labelMap in storedLabelMaps { indices.append(try index(of: fill, in: labelMap)) }
    return indices
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

  /// Changes picture and label maps together, but not their size.
  mutating func changeSample<Failure: Error>(
    _ change: (inout Image, inout [LabelMap]) throws(Failure) -> Void
  ) throws(Failure) {
    evaluate()
    isShared = false
    try change(&storedImage, &storedLabelMaps)
    precondition(
      storedImage.size == size && storedLabelMaps.allSatisfy { $0.size == size },
      "an operation changed the size")
  }

  /// Takes a picture of the same size, of any kind.
  ///
  /// - Precondition: The size is that of the canvas, and nothing is put off.
  mutating func replaceImage(by image: Image) {
    precondition(image.size == size && moves.isEmpty && tables == nil, "a picture of another size")
    storedImage = image
    isShared = true
  }

  /// Takes pixels of another canvas, of any size, and keeps what is known of the sample.
  mutating func replaceSample(by other: Canvas) {
    var other = other
    tables = nil
    storedImage = other.image
    isShared = true
    storedLabelMaps = other.labelMaps
    size = other.size
    moves = Moves(from: size)
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
    if newSize == size { return }
    append(
      .resize(
        .init(
          part: PixelBox(size), size: newSize, kept: PixelBox(newSize), filter: filter,
          labels: labels)))
  }

  /// Keeps a rectangle that may reach beyond the picture: crops, pads, or does both.
  ///
  /// - Parameters:
  ///   - box: The rectangle; seen from the picture's first pixel.
  ///   - border: What stands beyond.
  /// - Throws: ``TransformError``.
  mutating func frame(_ box: PixelBox, border: Border) throws(TransformError) {
    if box.isInside(size) { return try crop(to: box) }
    let far = 1 << 30
    guard (-far...far).contains(box.x), (-far...far).contains(box.y) else {
      throw .outside(box, size: size)
    }
    try Self.require(box.size)
    let frame =
      switch border {
      case .constant(let fill, let label):
        Move.Frame(
          box: box, picture: .constant(try samples(of: fill)),
          labelMaps: try indices(of: label).map { .constant([$0]) })
      case .replicate: Move.Frame(box: box, everywhere: .replicate, count: storedLabelMaps.count)
      case .reflect: Move.Frame(box: box, everywhere: .reflect, count: storedLabelMaps.count)
      case .symmetric: Move.Frame(box: box, everywhere: .symmetric, count: storedLabelMaps.count)
      }
    append(.frame(frame))
  }

  static func require(_ size: PixelSize) throws(TransformError) {
    let (pixels, overflows) = size.width.multipliedReportingOverflow(by: size.height)
    guard size.width > 0, size.height > 0, !overflows, pixels <= maximumPixels else {
      throw .tooLarge(size, limit: maximumPixels)
    }
  }

  mutating func append(_ move: Move) {
    if tables != nil { evaluate() }
    moves.append(move)
    size = moves.size
  }

  /// The label maps, with everything done to them; the picture stays put off.
  var labelMapsAhead: [LabelMap] { moved(storedLabelMaps) }

  private func moved(_ labelMaps: [LabelMap]) -> [LabelMap] {
    labelMaps.enumerated().map { number, labelMap in
      moves.passes.reduce(labelMap) { $1.moving($0, number: number) }
    }
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
    for pass in moves.passes { storedImage = pass.moving(storedImage) }
    storedLabelMaps = moved(storedLabelMaps)
    moves = Moves(from: size)
  }
}

extension Move.Frame {
  /// The same surroundings for picture and label maps.
  fileprivate init(box: PixelBox, everywhere outside: Outside, count: Int) {
    self.init(
      box: box, picture: outside, labelMaps: Array(repeating: outside, count: count))
  }
}
