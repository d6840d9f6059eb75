import SegImaging
import SegSamples

/// The classes of a sheet with their colours and shares of all label-map pixels.
struct Legend {
  /// Large tables list only what occurs, and of that no more than these.
  static let maximumEntries = 96
  /// Tables up to this size are listed whole, with the classes that do not occur.
  static let wholeTableLimit = 32
  private static let longestName = 28

  private(set) var entries: [ClassArea]
  /// Pixels of all label maps, those of classes that are not listed included.
  let total: Int
  /// Classes that occur but are not listed.
  let unlisted: Int
  private let heading: String
  private let metrics: SheetMetrics

  init(_ samples: [SampleTiles], metrics: SheetMetrics) {
    self.metrics = metrics
    var pixels: [ClassArea.Label: Int] = [:]
    for table in Set(samples.compactMap(\.classes))
    where table.entries.count <= Self.wholeTableLimit {
      for (index, entry) in table.entries.enumerated() {
        pixels[ClassArea.Label(index: index, name: entry.name, color: entry.color)] = 0
      }
    }
    for area in samples.flatMap(\.areas) { pixels[area.label, default: 0] += area.pixels }
    total = pixels.values.reduce(0, +)
    let byShare = pixels.map { ClassArea(label: $0.key, pixels: $0.value) }.sorted {
      ($1.pixels, $0.label.index, $0.label.name) < ($0.pixels, $1.label.index, $1.label.name)
    }
    entries = byShare.prefix(Self.maximumEntries).sorted {
      ($0.label.index, $0.label.name) < ($1.label.index, $1.label.name)
    }
    unlisted = byShare.count - entries.count
    let masked = samples.count { $0.masks != nil }
    heading =
      count(masked, "sample") + (masked < samples.count ? " of \(samples.count)" : "")
      + " with a mask"
  }

  private var scale: Int { metrics.scale }
  private var swatch: Int { metrics.capHeight }
  private var barHeight: Int { 6 * scale }

  private func name(_ entry: ClassArea) -> String {
    shorten(entry.label.name, to: Self.longestName)
  }

  private func share(_ entry: ClassArea) -> String { percent(entry.pixels, of: total) }

  /// Columns of pixels an entry takes: swatch, name, share, and the space between.
  private var entryWidth: Int {
    let name = entries.map { self.name($0).count }.max() ?? 0
    let share = entries.map { self.share($0).count }.max() ?? 0
    return swatch + 4 * scale + BitmapFont.width(of: name + 2 + share, scale: scale)
  }

  private var entryGap: Int { 14 * scale }

  private func entriesInRow(width: Int) -> Int {
    max(1, (width - 2 * metrics.padding + entryGap) / (entryWidth + entryGap))
  }

  /// Height of the card, in pixels, when it is `width` wide.
  func height(width: Int) -> Int {
    let perRow = entriesInRow(width: width)
    let rows = (entries.count + perRow - 1) / perRow + (unlisted > 0 ? 1 : 0)
    return 2 * metrics.padding + metrics.lineHeight + barHeight + 2 * metrics.padding
      + (rows - 1) * metrics.lineHeight + metrics.capHeight + 2 * scale
  }

  /// Draws the card.
  func draw(on canvas: inout Canvas, in card: Rectangle) {
    canvas.fill(card, SheetColor.card, cornerRadius: metrics.cornerRadius)
    let content = card.inset(by: metrics.padding)
    var y = content.y + scale
    drawHeading(on: &canvas, x: content.x, right: content.right, y: y)
    y += metrics.lineHeight
    drawShares(
      on: &canvas,
      in: Rectangle(x: content.x, y: y, width: content.width, height: barHeight))
    y += barHeight + 2 * metrics.padding
    let perRow = entriesInRow(width: card.width)
    for (position, entry) in entries.enumerated() {
      draw(
        entry, on: &canvas, x: content.x + position % perRow * (entryWidth + entryGap),
        y: y + position / perRow * metrics.lineHeight)
    }
    if unlisted > 0 {
      canvas.draw(
        "and \(count(unlisted, "class")) more", x: content.x,
        y: y + (entries.count + perRow - 1) / perRow * metrics.lineHeight, scale: scale,
        color: SheetColor.quietText)
    }
  }

  private func drawHeading(on canvas: inout Canvas, x: Int, right: Int, y: Int) {
    let classes = count(entries.count { $0.label.name != "ignore" } + unlisted, "class")
    canvas.draw(classes, x: x, y: y, scale: scale, color: SheetColor.text)
    let width = BitmapFont.width(of: heading.count, scale: scale)
    guard right - width > x + BitmapFont.width(of: classes.count + 2, scale: scale) else { return }
    canvas.draw(heading, x: right - width, y: y, scale: scale, color: SheetColor.quietText)
  }

  /// One bar, divided like the pixels.
  private func drawShares(on canvas: inout Canvas, in bar: Rectangle) {
    canvas.fill(bar, SheetColor.well)
    var before = 0
    func edge(_ pixels: Int) -> Int {
      Int((Double(pixels) / Double(max(1, total)) * Double(bar.width)).rounded())
    }
    for entry in entries {
      let start = edge(before)
      before += entry.pixels
      canvas.fill(
        Rectangle(x: bar.x + start, y: bar.y, width: edge(before) - start, height: bar.height),
        entry.label.color)
    }
  }

  private func draw(_ entry: ClassArea, on canvas: inout Canvas, x: Int, y: Int) {
    let box = Rectangle(x: x, y: y, width: swatch, height: swatch)
    canvas.fill(box, SheetColor.rim)
    canvas.fill(box.inset(by: max(1, scale / 2)), entry.label.color)
    let occurs = entry.pixels > 0
    canvas.draw(
      name(entry), x: x + swatch + 4 * scale, y: y, scale: scale,
      color: occurs ? SheetColor.text : SheetColor.quietText)
    let share = share(entry)
    canvas.draw(
      share, x: x + entryWidth - BitmapFont.width(of: share.count, scale: scale), y: y,
      scale: scale, color: SheetColor.quietText)
  }
}

/// A number and its noun: `1 class`, `3 classes`.
private func count(_ number: Int, _ noun: String) -> String {
  number == 1 ? "1 \(noun)" : "\(number) \(noun)\(noun.hasSuffix("s") ? "es" : "s")"
}
