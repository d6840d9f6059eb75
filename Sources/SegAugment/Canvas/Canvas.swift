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
  /// What is still to be done to the stored pixels: movements or tables, never both.
  private var moves: [Move] = []
  private var tables: SampleTables?
  /// Rows and columns, with everything done.
  public private(set) var size: PixelSize
  /// Whose second label map there is, and the weight of the first.
  public internal(set) var mix: SampleMetadata.Mix?
  /// Where partners come from; nil where samples are not mixed.
  var mixing: Mixing?
  /// How many operations of the pipeline stand before the one at work.
  var stepsDone = 0
  /// Partners between their drawing and their use.
  var partners: [(key: String, canvas: Canvas)] = []
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
    precondition(storedImage.size == size, "an operation on the picture changed its size")
  }

  /// Replaces every sample of the picture by what `change` makes of its value.
  ///
  /// - Parameter change: From a value to a value, both of `0...maximumValue`; clamped.
  public mutating func mapSamples(_ change: (Int) -> Int) {
    map(by: SampleTables(for: storedImage, change))
  }

  /// As ``mapSamples(_:)``, with a change for each channel.
  public mutating func mapSamplesOfChannels(_ change: (_ value: Int, _ channel: Int) -> Int) {
    map(by: SampleTables(eachChannelOf: storedImage, change))
  }

  /// The class index a fill stands for in each label map.
  ///
  /// - Throws: ``TransformError/unknownClass(_:classes:ignore:)``.
  func indices(of fill: LabelFill) throws(TransformError) -> [UInt16] {
    var indices: [UInt16] = []
    for labelMap in storedLabelMaps { indices.append(try index(of: fill, in: labelMap)) }
    return indices
  }

  private mutating func map(by next: SampleTables) {
    if !moves.isEmpty { evaluate() }
    tables = tables?.followed(by: next) ?? next
  }

  /// Changes picture and label maps together, but not their size.
  mutating func changeSample<Failure: Error>(
    _ change: (inout Image, inout [LabelMap]) throws(Failure) -> Void
  ) throws(Failure) {
    evaluate()
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
  }

  /// Takes pixels of another canvas, of any size, and keeps what is known of the sample.
  mutating func replaceSample(by other: Canvas) {
    var other = other
    moves = []
    tables = nil
    storedImage = other.image
    storedLabelMaps = other.labelMaps
    size = other.size
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

  static func require(_ size: PixelSize) throws(TransformError) {
    let (pixels, overflows) = size.width.multipliedReportingOverflow(by: size.height)
    guard size.width > 0, size.height > 0, !overflows, pixels <= maximumPixels else {
      throw .tooLarge(size, limit: maximumPixels)
    }
  }

  mutating func append(_ move: Move) {
    if tables != nil { evaluate() }
    moves.append(move)
    size = move.size(of: size)
  }

  /// Does what has been put off.
  ///
  /// What follows is not resampled together with what came before.
  public mutating func evaluate() {
    if let tables {
      storedImage.look(up: tables)
      self.tables = nil
    }
    if moves.isEmpty { return }
    for pass in Pass.passes(of: moves, from: storedImage.size) {
      storedImage = pass.moving(storedImage)
      for index in storedLabelMaps.indices {
        storedLabelMaps[index] = pass.moving(storedLabelMaps[index], number: index)
      }
    }
    moves = []
  }
}

extension Pass {
  fileprivate func moving(_ image: Image) -> Image {
    switch self {
    case .move(let move): move.moving(image)
    case .sampling(let sampling): image.sampled(sampling)
    }
  }

  fileprivate func moving(_ labelMap: LabelMap, number: Int) -> LabelMap {
    switch self {
    case .move(let move): move.moving(labelMap, number: number)
    case .sampling(let sampling): labelMap.sampled(sampling, number: number)
    }
  }
}

extension Move {
  fileprivate func moving(_ image: Image) -> Image {
    switch self {
    case .turn(2): image.flippedHorizontally()
    case .turn(let orientation): image.oriented(orientation)
    case .crop(let box): image.cropped(to: box)
    case .warp(let warp): image.sampled(warp.sampling)
    case .displace(let sampling): image.sampled(sampling)
    case .resize(let size, let filter, _): image.resized(to: size, filter: filter)
    }
  }

  fileprivate func moving(_ labelMap: LabelMap, number: Int) -> LabelMap {
    switch self {
    case .turn(2): labelMap.flippedHorizontally()
    case .turn(let orientation): labelMap.oriented(orientation)
    case .crop(let box): labelMap.cropped(to: box)
    case .warp(let warp): labelMap.sampled(warp.sampling, number: number)
    case .displace(let sampling): labelMap.sampled(sampling, number: number)
    case .resize(let size, _, let filter): labelMap.resized(to: size, filter: filter)
    }
  }
}
