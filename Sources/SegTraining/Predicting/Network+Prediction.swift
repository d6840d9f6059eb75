import SegGraph
import SegImaging

extension Network {
  /// The class with the largest logit at each pixel of a sample of the batch; the first of equal ones.
  ///
  /// - Parameters:
  ///   - place: Of the sample in the batch.
  ///   - size: What the model takes.
  /// - Returns: `[H, W]`, 8-bit up to 255 classes.
  func prediction(of place: Int, size: PixelSize) -> LabelMap {
    let pixels = size.width * size.height
    let start = place * pixels * classes
    let logits = UnsafeBufferPointer(rebasing: logits[start..<(start + pixels * classes)])
    return labelMap(size, classes: classes) { pixel in
      var best = 0
      for index in 1..<max(1, classes)
      where logits[pixel * classes + index] > logits[pixel * classes + best] { best = index }
      return best
    }
  }
}

/// A label map of class indices, 8-bit up to 255 classes.
func labelMap(_ size: PixelSize, classes: Int, _ index: (Int) -> Int) -> LabelMap {
  func fill<Scalar>(_ type: Scalar.Type) -> Raster<Scalar> {
    Raster(height: size.height, width: size.width, channels: 1) { output in
      for pixel in 0..<output.count { output[pixel] = Scalar(index(pixel)) }
    }
  }
  return classes <= 255 ? .uint8(fill(UInt8.self)) : .uint16(fill(UInt16.self))
}

extension Network {
  /// The logits of a sample of the batch, to be used after the network has gone on.
  func logitMap(of place: Int, size: PixelSize) -> LogitMap {
    let count = size.width * size.height * classes
    return LogitMap(
      size: size, classes: classes, values: Array(logits[(place * count)..<((place + 1) * count)]))
  }
}
