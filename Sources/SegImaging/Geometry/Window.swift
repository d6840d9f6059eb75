extension Raster {
  /// The pixels of a rectangle that may reach beyond the edges: crops, pads, or does both at once.
  ///
  /// - Precondition: The rectangle holds a pixel; a constant has a value for each channel.
  public func window(_ box: PixelBox, outside: Outside) -> Raster {
    if box.isInside(PixelSize(width: width, height: height)) { return cropped(to: box) }
    return gathered(
      rows: outside.sources(of: box.y..<(box.y + box.height), count: height),
      columns: outside.sources(of: box.x..<(box.x + box.width), count: width), outside: outside)
  }

  /// `out[y][x] = in[rows[y]][columns[x]]`, and the constant where one of them is nil.
  func gathered(rows: [Int?], columns: [Int?], outside: Outside) -> Raster {
    precondition(!rows.isEmpty && !columns.isEmpty, "a window without a pixel")
    let fill = outside.pixel(of: Scalar.self, channels: channels)
    let run = Self.longestRun(columns)
    let row = columns.count * channels
    return Raster(height: rows.count, width: columns.count, channels: channels) { output in
      values.withUnsafeBufferPointer { input in
        guard let from = input.baseAddress, let to = output.baseAddress else { return }
        for (y, source) in rows.enumerated() {
          let line = to + y * row
          if y > 0, rows[y - 1] == source {
            line.update(from: line - row, count: row)
            continue
          }
          guard let source else {
            for index in 0..<row { line[index] = fill[index % channels] }
            continue
          }
          let start = source * width
          if let first = columns[run.lowerBound] {
            (line + run.lowerBound * channels).update(
              from: from + (start + first) * channels, count: run.count * channels)
          }
          for x in columns.indices where !run.contains(x) {
            for c in 0..<channels {
              line[x * channels + c] =
                columns[x].map { from[(start + $0) * channels + c] } ?? fill[c]
            }
          }
        }
      }
    }
  }

  /// The longest stretch of indices that rise by one, which is copied at once.
  private static func longestRun(_ columns: [Int?]) -> Range<Int> {
    var longest = 0..<0
    var start = 0
    for x in columns.indices {
      let goesOn = x > start && columns[x] != nil && columns[x] == columns[x - 1].map { $0 + 1 }
      if !goesOn { start = x }
      if columns[x] != nil, x + 1 - start > longest.count { longest = start..<(x + 1) }
    }
    return longest
  }
}

extension Outside {
  /// The constant as samples; what it is in the other cases is never used.
  fileprivate func pixel<Scalar: FixedWidthInteger>(of: Scalar.Type, channels: Int) -> [Scalar] {
    guard case .constant(let values) = self else { return Array(repeating: 0, count: channels) }
    precondition(values.count == channels, "\(values.count) values for \(channels) channels")
    return values.map { Scalar(clamping: $0) }
  }
}

extension Image {
  /// The pixels of a rectangle that may reach beyond the edges.
  ///
  /// - Precondition: The rectangle holds a pixel; a constant has a value for each channel.
  public func window(_ box: PixelBox, outside: Outside) -> Image {
    switch self {
    case .uint8(let raster): .uint8(raster.window(box, outside: outside))
    case .uint16(let raster): .uint16(raster.window(box, outside: outside))
    }
  }
}

extension LabelMap {
  /// The class indices of a rectangle that may reach beyond the edges.
  ///
  /// - Precondition: The rectangle holds a pixel; a constant is one class index.
  public func window(_ box: PixelBox, outside: Outside) -> LabelMap {
    switch self {
    case .uint8(let raster): .uint8(raster.window(box, outside: outside))
    case .uint16(let raster): .uint16(raster.window(box, outside: outside))
    }
  }
}
