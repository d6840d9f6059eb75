/// How a picture is sampled between its pixels; label maps are always sampled by `nearest`.
public enum SampleFilter: String, CaseIterable, Sendable {
  /// The nearest pixel, halves to the even column and row.
  case nearest
  /// Two by two pixels.
  case bilinear
  /// Four by four pixels, the cubic kernel with a = −3/4 of OpenCV and PyTorch.
  case bicubic
}

/// What stands outside a picture that is sampled.
public enum SampleBorder: Sendable, Hashable {
  /// A color, one value for each channel, and an index for each label map.
  ///
  /// Where taps reach over the edge, a picture is `v + (1 − m)·color`: `v` the sum of the taps, those
  /// outside being 0, and `m` the weight of those inside, as OpenCV has it. (torchvision with a fill
  /// multiplies `v` by `m` once more, which draws a dark seam around light pictures.)
  case constant([UInt16], labels: [UInt16])
  /// The pixel at the edge, again and again.
  case replicate
  /// Mirrored without the pixel at the edge.
  case reflect
  /// Mirrored with the pixel at the edge.
  case symmetric
}
