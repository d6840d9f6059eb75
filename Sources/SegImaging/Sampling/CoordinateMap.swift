import CKernels

/// Where in the source each output pixel is sampled.
public enum CoordinateMap: Sendable {
  /// From output positions to source positions.
  case homography(Homography)
  /// Any displacement: writes the columns and rows of one output row's pixels, in sample coordinates,
  /// 0 being the centre of the first pixel.
  case rows(
    @Sendable (
      _ row: Int, _ x: UnsafeMutableBufferPointer<Float>, _ y: UnsafeMutableBufferPointer<Float>
    ) -> Void)

  /// Writes the coordinates of some columns of a row.
  func write(
    row: Int, columns: Range<Int>, x: UnsafeMutableBufferPointer<Float>,
    y: UnsafeMutableBufferPointer<Float>
  ) {
    switch self {
    case .homography(let homography):
      seg_homography_row(
        homography.m, Double(row), columns.lowerBound, columns.count,
        x.baseAddress.map { $0 + columns.lowerBound },
        y.baseAddress.map { $0 + columns.lowerBound })
    case .rows(let write): write(row, x, y)
    }
  }
}

/// A canvas that pixels pass on their way: what it does not hold stays outside.
public struct PassedCanvas: Sendable {
  /// From output positions to positions on the canvas.
  public var homography: Homography
  /// Its width and height.
  public var size: PixelSize

  /// A canvas.
  public init(_ homography: Homography, size: PixelSize) {
    self.homography = homography
    self.size = size
  }

  /// The output columns whose centres lie on the canvas, `0 ..< size` of both axes.
  func columns(row: Int, of range: Range<Int>) -> Range<Int> {
    let m = homography.m
    let y = Double(row) + 0.5
    let (px, py, pw) = (m[1] * y + m[2], m[4] * y + m[5], m[7] * y + m[8])
    let (width, height) = (Double(size.width), Double(size.height))
    // Each edge is a half line of the row: slope · x + start ≥ 0, or > 0.
    let edges = [
      (m[0], px, true), (width * m[6] - m[0], width * pw - px, false),
      (m[3], py, true), (height * m[6] - m[3], height * pw - py, false), (m[6], pw, false),
    ]
    var low = range.lowerBound
    var high = range.upperBound
    for (slope, start, closed) in edges {
      if slope == 0 {
        if start > 0 || (start == 0 && closed) { continue }
        return range.lowerBound..<range.lowerBound
      }
      // Positions x + ½ against the point where the line crosses 0.
      let crossing = (-start / slope - 0.5).clamped(to: -1e9...1e9)
      let holds = { (column: Int) -> Bool in
        let value = slope * (Double(column) + 0.5) + start
        return value > 0 || (value == 0 && closed)
      }
      if slope > 0 {
        var first = min(max(low, Int(crossing.rounded(.down))), high)
        while first < high, !holds(first) { first += 1 }
        low = first
      } else {
        var end = max(min(high, Int(crossing.rounded(.up)) + 1), low)
        while end > low, !holds(end - 1) { end -= 1 }
        high = end
      }
      if low >= high { return range.lowerBound..<range.lowerBound }
    }
    return low..<high
  }
}

extension Double {
  fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
