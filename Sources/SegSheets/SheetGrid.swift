import SegImaging

/// Where the cards and the legend of a sheet stand.
struct SheetGrid {
  /// Samples side by side.
  let columns: Int
  /// The whole sheet.
  let size: PixelSize
  /// The legend at the bottom, if there is one.
  let legend: Rectangle?
  private let metrics: SheetMetrics
  private let cardSize: PixelSize

  /// Lays out a sheet.
  ///
  /// - Parameters:
  ///   - metrics: Measures.
  ///   - samples: At least 1.
  ///   - tilesOnCard: 1 or 3.
  ///   - columns: At most so many samples side by side; nil for the number that brings the sheet
  ///     nearest to 3:2, empty places counting against it.
  ///   - legendHeight: The height of a legend of a given width.
  init(
    metrics: SheetMetrics, samples: Int, tilesOnCard: Int, columns: Int?,
    legendHeight: ((Int) -> Int)?
  ) {
    func grid(_ columns: Int) -> SheetGrid {
      SheetGrid(
        metrics: metrics, samples: samples, cardSize: metrics.cardSize(tiles: tilesOnCard),
        columns: columns, legendHeight: legendHeight)
    }
    guard columns == nil else {
      self = grid(min(columns ?? 1, samples))
      return
    }
    func unfitness(_ grid: SheetGrid) -> Double {
      let ratio = Double(grid.size.width) / Double(grid.size.height)
      let places = (samples + grid.columns - 1) / grid.columns * grid.columns
      return max(ratio / 1.5, 1.5 / ratio) * (1 + Double(places - samples) / Double(places))
    }
    var best = grid(1)
    // The square of the columns is of the order of the samples; the rest need not be tried.
    for columns in 1...samples where columns * columns <= 16 * samples {
      let next = grid(columns)
      if unfitness(next) < unfitness(best) { best = next }
    }
    self = best
  }

  private init(
    metrics: SheetMetrics, samples: Int, cardSize: PixelSize, columns: Int,
    legendHeight: ((Int) -> Int)?
  ) {
    self.metrics = metrics
    self.cardSize = cardSize
    self.columns = columns
    let rows = (samples + columns - 1) / columns
    let width = columns * (cardSize.width + metrics.gutter) - metrics.gutter
    let below = metrics.margin + rows * (cardSize.height + metrics.gutter)
    legend = legendHeight.map {
      Rectangle(x: metrics.margin, y: below, width: width, height: $0(width))
    }
    let bottom = legend?.bottom ?? below - metrics.gutter
    size = PixelSize(width: width + 2 * metrics.margin, height: bottom + metrics.margin)
  }

  /// The card of a sample.
  func card(_ position: Int) -> Rectangle {
    Rectangle(
      x: metrics.margin + position % columns * (cardSize.width + metrics.gutter),
      y: metrics.margin + position / columns * (cardSize.height + metrics.gutter),
      width: cardSize.width, height: cardSize.height)
  }
}
