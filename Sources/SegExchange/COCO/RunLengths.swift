import SegImaging

/// A mask as COCO has it: the lengths of runs of 0 and 1 in turn, down the columns, beginning with 0.
///
/// reference: layouts 1.4.
struct RunLengths: Equatable {
  /// The lengths; the first may be 0.
  let counts: [Int]
  /// Rows.
  let height: Int
  /// Columns.
  let width: Int

  /// The most pixels of a mask.
  static let mostPixels = 1 << 28

  /// Takes lengths; nil when they do not fill the mask exactly.
  init?(counts: [Int], height: Int, width: Int) {
    guard height > 0, width > 0, height <= 1 << 16, width <= 1 << 16,
      height * width <= Self.mostPixels
    else { return nil }
    var total = 0
    for count in counts {
      guard count >= 0, count <= height * width - total else { return nil }
      total += count
    }
    guard total == height * width else { return nil }
    self.counts = counts
    self.height = height
    self.width = width
  }

  /// Reads the string of compressed lengths: six bits a character, the difference to the length before the
  /// last.
  init?(string: String, height: Int, width: Int) {
    var counts: [Int] = []
    var bytes = string.utf8[...]
    while !bytes.isEmpty {
      var value = 0
      var shift = 0
      while true {
        guard let byte = bytes.popFirst(), (48..<112).contains(byte), shift < 60 else { return nil }
        let group = Int(byte) - 48
        value |= (group & 31) << shift
        shift += 5
        guard group & 32 == 0 else { continue }
        if group & 16 != 0 { value |= -1 << shift }
        break
      }
      if counts.count > 2 { value = value &+ counts[counts.count - 2] }
      guard value >= 0, counts.count < Self.mostPixels else { return nil }
      counts.append(value)
    }
    self.init(counts: counts, height: height, width: width)
  }

  /// Ones; the sum of every second length.
  var area: Int {
    stride(from: 1, to: counts.count, by: 2).reduce(0) { $0 + counts[$1] }
  }

  /// Left, top, width and height of the ones; zeros when there are none.
  var box: [Int] {
    var (left, right, top, bottom) = (width, -1, height, -1)
    var place = 0
    for (number, count) in counts.enumerated() {
      defer { place += count }
      guard number % 2 == 1, count > 0 else { continue }
      let last = place + count - 1
      left = min(left, place / height)
      right = max(right, last / height)
      let spans = place / height != last / height
      top = min(top, spans ? 0 : place % height)
      bottom = max(bottom, spans ? height - 1 : last % height)
    }
    return right < 0 ? [0, 0, 0, 0] : [left, top, right - left + 1, bottom - top + 1]
  }

  /// The lengths of each value that occurs in a label map.
  static func byValue(_ labelMap: LabelMap) -> [Int: RunLengths] {
    switch labelMap {
    case .uint8(let raster): byValue(raster)
    case .uint16(let raster): byValue(raster)
    }
  }

  private static func byValue<Scalar>(_ raster: Raster<Scalar>) -> [Int: RunLengths] {
    // Where the last run of a value ended, and its lengths so far.
    var runs: [Scalar: (end: Int, counts: [Int])] = [:]
    var current: (value: Scalar, start: Int)?
    func close(at place: Int) {
      guard let (value, start) = current else { return }
      let (end, _) = runs[value] ?? (0, [])
      runs[value, default: (0, [])].counts += [start - end, place - start]
      runs[value]?.end = place
    }
    raster.values.withUnsafeBufferPointer { values in
      for x in 0..<raster.width {
        for y in 0..<raster.height {
          let value = values[y * raster.width + x]
          guard value != current?.value else { continue }
          let place = x * raster.height + y
          close(at: place)
          current = (value, place)
        }
      }
    }
    let total = raster.width * raster.height
    close(at: total)
    var found: [Int: RunLengths] = [:]
    for (value, run) in runs {
      let counts = run.end < total ? run.counts + [total - run.end] : run.counts
      found[Int(value)] = RunLengths(counts: counts, height: raster.height, width: raster.width)
    }
    return found
  }

  /// Calls `body` with the place of each one, row by row as an image is stored, in the order of the runs.
  func forEachPixel(_ body: (Int) -> Void) {
    var place = 0
    for (number, count) in counts.enumerated() {
      if number % 2 == 1 {
        var (x, y) = (place / height, place % height)
        for _ in 0..<count {
          body(y * width + x)
          y += 1
          if y == height { (x, y) = (x + 1, 0) }
        }
      }
      place += count
    }
  }
}
