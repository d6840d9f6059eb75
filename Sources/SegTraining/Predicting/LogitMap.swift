import SegBasics
import SegImaging

/// Logits of one picture, `[H, W, classes]`, that become a label map of any size.
///
/// The logits are interpolated bilinearly (half-pixel centres, as PyTorch's `align_corners=False`)
/// and the largest one decides, so that boundaries are smooth where the picture was shrunk. Class
/// indices are never mixed.
struct LogitMap: Sendable {
  let size: PixelSize
  let classes: Int
  let values: [Float]

  /// The class at each pixel of a picture of another size, 8-bit up to 255 classes.
  func labelMap(at target: PixelSize) -> LabelMap {
    func fill<Scalar>(_ type: Scalar.Type) -> Raster<Scalar> {
      Raster(height: target.height, width: target.width, channels: 1) { output in
        var position = 0
        forEachRow(at: target) { row, _ in
          for start in stride(from: 0, to: row.count, by: classes) {
            output[position] = Scalar(largestLogit(row[start..<(start + classes)]))
            position += 1
          }
        }
      }
    }
    return classes <= 255 ? .uint8(fill(UInt8.self)) : .uint16(fill(UInt16.self))
  }

  /// The logits of a rectangle: of the picture without what a letterbox put around it.
  ///
  /// - Precondition: The rectangle lies inside.
  func cropped(to box: PixelBox) -> LogitMap {
    precondition(box.isInside(size), "\(box) is not inside \(size)")
    if box.size == size { return self }
    let rows = (box.y..<box.y + box.height).map { y in
      let start = (y * size.width + box.x) * classes
      return values[start..<start + box.width * classes]
    }
    return LogitMap(size: box.size, classes: classes, values: Array(rows.joined()))
  }

  /// The logits of a picture of another size, row by row, so that they never stand in memory at once.
  ///
  /// - Parameters:
  ///   - target: Columns and rows.
  ///   - body: Takes the logits of a row, `[W, classes]`, and the row's place.
  func forEachRow(at target: PixelSize, _ body: (UnsafeBufferPointer<Float>, Int) -> Void) {
    let columns = Self.neighbours(from: size.width, to: target.width)
    var blended = [Float](repeating: 0, count: size.width * classes)
    var row = [Float](repeating: 0, count: target.width * classes)
    for (y, vertical) in Self.neighbours(from: size.height, to: target.height).enumerated() {
      blendRows(vertical, into: &blended)
      blendColumns(of: blended, columns, into: &row)
      row.withUnsafeBufferPointer { body($0, y) }
    }
  }

  private struct Neighbour {
    let low: Int
    let high: Int
    /// The weight of `high`.
    let weight: Float
  }

  private static func neighbours(from: Int, to: Int) -> [Neighbour] {
    let scale = Double(from) / Double(to)
    return (0..<to).map { index in
      let position = max(0, (Double(index) + 0.5) * scale - 0.5)
      let low = min(Int(position), from - 1)
      return Neighbour(
        low: low, high: min(low + 1, from - 1), weight: Float(position - Double(low)))
    }
  }

  private func blendRows(_ rows: Neighbour, into row: inout [Float]) {
    let count = size.width * classes
    values.withUnsafeBufferPointer { values in
      row.withUnsafeMutableBufferPointer { row in
        for index in 0..<count {
          let low = values[rows.low * count + index]
          row[index] = low + (values[rows.high * count + index] - low) * rows.weight
        }
      }
    }
  }

  private func blendColumns(of blended: [Float], _ columns: [Neighbour], into row: inout [Float]) {
    blended.withUnsafeBufferPointer { blended in
      row.withUnsafeMutableBufferPointer { row in
        for (x, column) in columns.enumerated() {
          for index in 0..<classes {
            let low = blended[column.low * classes + index]
            row[x * classes + index] =
              low + (blended[column.high * classes + index] - low) * column.weight
          }
        }
      }
    }
  }
}
