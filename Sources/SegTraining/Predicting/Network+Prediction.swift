import SegGraph
import SegImaging

extension Network {
  /// The class with the largest logit at each pixel of a sample of the batch.
  ///
  /// - Parameters:
  ///   - place: Of the sample in the batch.
  ///   - size: What the model takes.
  /// - Returns: `[H, W]`, 8-bit up to 255 classes.
  func prediction(of place: Int, size: PixelSize) -> LabelMap {
    logitMap(of: place, size: size).labelMap(at: size)
  }

  /// The logits of a sample of the batch, to be used after the network has gone on.
  func logitMap(of place: Int, size: PixelSize) -> LogitMap {
    let count = size.width * size.height * classes
    return LogitMap(
      size: size, classes: classes, values: Array(logits[(place * count)..<((place + 1) * count)]))
  }
}
