import SegImaging

extension Legend {
  private static let longestName = 28

  private var scale: Int { metrics.scale }
  private var swatch: Int { metrics.capHeight }
  private var barHeight: Int { 6 * scale }
  private var entryGap: Int { 14 * scale }

  private func name(_ entry: ClassArea) -> String {
    shorten(entry.label.name, to: Self.longestName)
  }

  private func share(_ entry: ClassArea) -> String { percent(entry.pixels, of: total) }

  /// Columns of pixels that swatch, name and share take.
  private func width(_ entry: ClassArea) -> Int {
    swatch + 4 * scale
      + BitmapFont.width(of: name(entry).count + 1 + share(entry).count, scale: scale)
  }

  /// Where the entries begin: behind one another when one row holds them all, else in a grid.
  ///
  /// - Parameter width: Of what stands between the paddings.
  private func places(width: Int) -> [(x: Int, row: Int)] {
    let widths = entries.map { self.width($0) + entryGap }
    if widths.reduce(0, +) - entryGap <= width {
      var x = 0
      return widths.map { width in
        defer { x += width }
        return (x, 0)
      }
    }
    let column = widths.max() ?? 1
    let columns = max(1, (width + entryGap) / column)
    return entries.indices.map { ($0 % columns * column, $0 / columns) }
  }

  /// Height of the card, in pixels, when it is `width` wide.
  func height(width: Int) -> Int {
    let rows = (places(width: width - 2 * metrics.padding).last?.row ?? 0) + 1
    return 2 * metrics.padding + metrics.lineHeight + barHeight + 2 * metrics.padding
      + (rows - (unlisted > 0 ? 0 : 1)) * metrics.lineHeight + metrics.capHeight + 2 * scale
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
    let places = places(width: content.width)
    for (entry, place) in zip(entries, places) {
      draw(
        entry, on: &canvas, x: content.x + place.x, y: y + place.row * metrics.lineHeight)
    }
    if unlisted > 0 {
      canvas.draw(
        "and \(count(unlisted, "class")) more", x: content.x,
        y: y + ((places.last?.row ?? 0) + 1) * metrics.lineHeight, scale: scale,
        color: SheetColor.quietText)
    }
  }

  private func drawHeading(on canvas: inout Canvas, x: Int, right: Int, y: Int) {
    let classes = count(entries.count { !$0.label.isIgnored } + unlisted, "class")
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
    let name = name(entry)
    let left = x + swatch + 4 * scale
    canvas.draw(
      name, x: left, y: y, scale: scale,
      color: entry.pixels > 0 ? SheetColor.text : SheetColor.quietText)
    canvas.draw(
      share(entry), x: left + (name.count + 1) * BitmapFont.advance * scale, y: y, scale: scale,
      color: SheetColor.quietText)
  }
}
