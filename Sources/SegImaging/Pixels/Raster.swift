/// A grid of samples, `[H, W, C]` in C order, origin at the top left.
///
/// The one storage behind ``Image`` and ``LabelMap``: what only moves pixels is written once for both.
public struct Raster<Scalar: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable, Equatable {
  /// Rows.
  public let height: Int
  /// Columns.
  public let width: Int
  /// Samples a pixel.
  public let channels: Int
  /// The samples, `height · width · channels` of them.
  ///
  /// - Precondition: Changes keep the count, for the kernels rely on it.
  @inlinable public var values: [Scalar] {
    get { storage }
    // In place: an observer would have other modules copy all samples to set one.
    _modify {
      defer { requireCount() }
      yield &storage
    }
  }

  @usableFromInline var storage: [Scalar]

  @inlinable func requireCount() {
    precondition(
      storage.count == height * width * channels,
      "\(storage.count) samples in a raster of [\(height), \(width), \(channels)]")
  }

  /// Wraps samples.
  ///
  /// - Precondition: `values` holds `height · width · channels` samples, and there is at least one pixel.
  public init(height: Int, width: Int, channels: Int, values: [Scalar]) {
    precondition(
      height > 0 && width > 0 && channels > 0 && values.count == height * width * channels,
      "\(values.count) samples do not make a raster of [\(height), \(width), \(channels)]")
    self.height = height
    self.width = width
    self.channels = channels
    storage = values
  }

  /// A raster of one value.
  public init(height: Int, width: Int, channels: Int, filledWith value: Scalar) {
    self.init(
      height: height, width: width, channels: channels,
      values: Array(repeating: value, count: height * width * channels))
  }

  /// A raster whose samples `fill` writes, every one of them.
  public init(
    height: Int, width: Int, channels: Int,
    fill: (UnsafeMutableBufferPointer<Scalar>) throws -> Void
  ) rethrows {
    let count = height * width * channels
    let values = try [Scalar](unsafeUninitializedCapacity: count) { buffer, initialized in
      try fill(.init(rebasing: buffer[..<count]))
      initialized = count
    }
    self.init(height: height, width: width, channels: channels, values: values)
  }

  /// One sample.
  public subscript(y: Int, x: Int, channel: Int = 0) -> Scalar {
    get { values[(y * width + x) * channels + channel] }
    set { values[(y * width + x) * channels + channel] = newValue }
  }
}
