/// How a picture is resampled to another size; source and output share their outer edges.
///
/// With the factor `s = in / out` of an axis, output index `i` looks at the source as follows.
public enum ResizeFilter: String, CaseIterable, Sendable {
  /// Weighted mean over a triangle of half-width `max(s, 1)`: bilinear with antialiasing.
  ///
  /// The default of torchvision and Pillow. Never invents patterns when it shrinks.
  case bilinear
  /// The two neighbours of `s(i + ½) − ½`, without antialiasing.
  ///
  /// OpenCV's `INTER_LINEAR`, bit for bit with 8 bits; the fastest smooth filter.
  case linear
  /// Weighted mean over a cubic curve of half-width `2·max(s, 1)` with a = −1/2: bicubic with antialiasing.
  ///
  /// That of torchvision and Pillow; sharper than bilinear, and rings at hard edges.
  case bicubic
  /// Four neighbours along each axis under a cubic curve with a = −3/4, without antialiasing.
  ///
  /// OpenCV's `INTER_CUBIC`.
  case cubic
  /// The sample at `floor(i·s)`, `s` in float32, as PyTorch's `nearest`: shifted by `(s − 1) / 2`.
  ///
  /// OpenCV's `INTER_NEAREST` takes `s` in float64, and so a neighbour where `i·s` is a whole number
  /// that float32 misses.
  case nearest
  /// The sample at `floor((i + ½)·s)`, as PyTorch's `nearest-exact` and Pillow: not shifted.
  case nearestExact = "nearest-exact"
  /// The mean over the source area an output pixel covers, OpenCV's `INTER_AREA`.
  ///
  /// Where one axis grows, both are interpolated between neighbours, as OpenCV does.
  case area
}

/// How a label map is resampled: only by moving class indices, never by mixing them.
public enum LabelResizeFilter: String, CaseIterable, Sendable {
  /// The index at `floor(i·s)`; goes with ``ResizeFilter/nearest``.
  case nearest
  /// The index at `floor((i + ½)·s)`; goes with the filters that are not shifted.
  case nearestExact = "nearest-exact"
}
