import SegBasics
import SegImaging
import SegSamples

/// What can be wrong with a sheet as a whole.
public enum SheetError: SegError {
  /// There is no sample to draw.
  case noSamples
  /// The sheet would have more pixels than are drawn.
  case tooLarge(samples: Int, tile: Int, limit: Int)

  /// How a command ends on this error.
  public var exitStatus: ExitStatus {
    switch self {
    case .noSamples: .badData
    case .tooLarge: .usage
    }
  }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .noSamples: "there is no sample to draw"
    case .tooLarge(let samples, let tile, let limit):
      "a sheet of \(samples) samples in tiles of \(tile) pixels is over the limit of "
        + "\(limit / 1_000_000) million pixels; give a smaller --count or --tile"
    }
  }
}

/// A sheet of samples, each as picture, coloured label map and overlay, with a legend.
///
/// A sheet on which no sample has a label map shows the pictures only.
public struct ContactSheet {
  /// How it looks.
  public let style: SheetStyle
  /// How many samples it has.
  public var count: Int { samples.count }
  private var samples: [SampleTiles] = []
  private var classes: ClassTable?
  private var hasMasks = false
  /// Characters of the longest caption with a size, where keys may be cut to 24.
  private var captionLength = 0
  private let metrics: SheetMetrics

  /// An empty sheet.
  ///
  /// - Precondition: The values of `style` are in their ranges.
  public init(style: SheetStyle = SheetStyle()) {
    precondition((32...2048).contains(style.tile), "a tile of \(style.tile) pixels")
    precondition(style.columns ?? 1 >= 1, "\(style.columns ?? 1) columns")
    self.style = style
    metrics = SheetMetrics(tile: style.tile)
  }

  /// Adds a sample at the end.
  ///
  /// - Throws: `ClassTableConflict` for another class table than that of the samples before;
  ///   ``SheetError/tooLarge(samples:tile:limit:)`` before the memory is spent.
  public mutating func add(_ tiles: SampleTiles) throws {
    if let table = tiles.classes {
      guard classes == nil || classes == table else {
        throw Located(ClassTableConflict(classes ?? table, table), sample: tiles.key)
      }
      classes = table
    }
    samples.append(tiles)
    hasMasks = hasMasks || tiles.masks != nil
    captionLength = max(
      captionLength, min(tiles.key.count, 24) + 2 + tiles.size.description.count)
    let card = metrics.cardSize(tiles: tilesOnCard)
    let (area, overflow) = samples.count.multipliedReportingOverflow(
      by: card.width * card.height)
    guard !overflow, area <= SheetStyle.maximumPixels else { throw tooLarge }
  }

  private var tooLarge: SheetError {
    .tooLarge(samples: count, tile: style.tile, limit: SheetStyle.maximumPixels)
  }

  private var tilesOnCard: Int { hasMasks ? 3 : 1 }

  /// Draws the sheet.
  ///
  /// - Returns: RGB of 8 bits, `[H, W, 3]`.
  /// - Throws: ``SheetError``.
  public func draw() throws(SheetError) -> Image {
    guard !samples.isEmpty else { throw .noSamples }
    let legend = tilesOnCard > 1 ? Legend(samples, metrics: metrics) : nil
    let grid = SheetGrid(
      metrics: metrics, samples: count, tilesOnCard: tilesOnCard, columns: style.columns,
      legendHeight: legend.map { legend in { legend.height(width: $0) } })
    let (area, overflow) = grid.size.width.multipliedReportingOverflow(by: grid.size.height)
    guard !overflow, area <= SheetStyle.maximumPixels else { throw tooLarge }
    var canvas = Canvas(grid.size, background: SheetColor.background)
    for (position, sample) in samples.enumerated() {
      draw(sample, on: &canvas, in: grid.card(position))
    }
    if let card = grid.legend { legend?.draw(on: &canvas, in: card) }
    return .uint8(canvas.pixels)
  }

  private func draw(_ sample: SampleTiles, on canvas: inout Canvas, in card: Rectangle) {
    canvas.fill(card, SheetColor.card, cornerRadius: metrics.cornerRadius)
    let pictures = [sample.image, sample.masks?.colorized, sample.masks?.overlay]
    for (position, picture) in pictures.prefix(tilesOnCard).enumerated() {
      let well = Rectangle(
        x: card.x + metrics.padding + position * (metrics.tile + metrics.tileGap),
        y: card.y + metrics.padding, width: metrics.tile, height: metrics.tile)
      if let picture {
        canvas.fill(well, SheetColor.well)
        canvas.place(
          picture, x: well.x + (well.width - picture.width) / 2,
          y: well.y + (well.height - picture.height) / 2)
      } else {
        drawEmpty(well, saying: position == 1 ? "no mask" : "", on: &canvas)
      }
    }
    drawCaption(of: sample, on: &canvas, in: card)
  }

  private func drawEmpty(_ well: Rectangle, saying text: String, on canvas: inout Canvas) {
    canvas.fill(well, SheetColor.emptyWell)
    let width = BitmapFont.width(of: text.count, scale: metrics.scale)
    guard width < well.width else { return }
    canvas.draw(
      text, x: well.x + (well.width - width) / 2,
      y: well.y + (well.height - metrics.capHeight) / 2, scale: metrics.scale,
      color: SheetColor.quietText)
  }

  /// The key on the left, and the size of the picture on the right where sizes are shown.
  private func drawCaption(of sample: SampleTiles, on canvas: inout Canvas, in card: Rectangle) {
    let scale = metrics.scale
    let area = card.inset(by: metrics.padding)
    let y = area.y + metrics.tile + metrics.padding
    var room = BitmapFont.count(fitting: area.width, scale: scale)
    if showsSizes {
      let size = sample.size.description
      let width = BitmapFont.width(of: size.count, scale: scale)
      canvas.draw(size, x: area.right - width, y: y, scale: scale, color: SheetColor.quietText)
      room -= size.count + 2
    }
    canvas.draw(
      shorten(sample.key, to: room), x: area.x, y: y, scale: scale, color: SheetColor.text)
  }

  /// Whether beside the size every key is whole, or has room for 24 characters.
  private var showsSizes: Bool {
    let width = metrics.cardSize(tiles: tilesOnCard).width - 2 * metrics.padding
    return captionLength <= BitmapFont.count(fitting: width, scale: metrics.scale)
  }
}
