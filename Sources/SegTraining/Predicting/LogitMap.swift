import SegBasics
import SegImaging

/// Logits of one picture, `[H, W, classes]`, that become a label map of any size.
///
/// The logits are interpolated bilinearly (half-pixel centres, as PyTorch's `align_corners=False`)
/// and the largest one decides, so that boundaries are smooth where the picture was shrunk; the
/// first of equal ones. Class indices are never mixed.
struct LogitMap: Sendable {
  let size: PixelSize
  let classes: Int
  let values: [Float]

  /// The class at each pixel of a picture of another size.
  func labelMap(at target: PixelSize) -> LabelMap {
    let columns = Self.neighbours(from: size.width, to: target.width)
    var row = [Float](repeating: 0, count: size.width * classes)
    var labels: [Int] = []
    labels.reserveCapacity(target.width * target.height)
    for vertical in Self.neighbours(from: size.height, to: target.height) {
      blendRows(vertical, into: &row)
      row.withUnsafeBufferPointer { row in
        for horizontal in columns { labels.append(best(row, horizontal)) }
      }
    }
    return SegTraining.labelMap(target, classes: classes) { labels[$0] }
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

  private func best(_ row: UnsafeBufferPointer<Float>, _ columns: Neighbour) -> Int {
    var best = 0
    var highest = -Float.infinity
    for index in 0..<classes {
      let low = row[columns.low * classes + index]
      let logit = low + (row[columns.high * classes + index] - low) * columns.weight
      if logit > highest {
        highest = logit
        best = index
      }
    }
    return best
  }
}
