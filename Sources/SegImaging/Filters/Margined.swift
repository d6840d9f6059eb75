import CKernels

/// A picture with margins on all sides, for filters that look at squares around each pixel.
struct Margined<Scalar: FixedWidthInteger & UnsignedInteger & Sendable> {
  /// What stands in the margins.
  enum Margin {
    /// Mirrored without the pixel at the edge: 3 2 | 1 2 3 | 2 1.
    case reflected
    /// The pixel at the edge, again and again.
    case replicated
  }

  /// Rows without the margins.
  let height: Int
  /// Columns without the margins.
  let width: Int
  /// Samples a pixel.
  let channels: Int
  /// Rows and columns of each margin.
  let radius: Int
  /// The samples, and 64 more that mean nothing, for kernels that read whole blocks.
  let values: [Scalar]

  init(_ raster: Raster<Scalar>, radius: Int, margin: Margin) {
    (height, width, channels) = (raster.height, raster.width, raster.channels)
    self.radius = radius
    let inner = raster.width * raster.channels
    let line = inner + 2 * radius * raster.channels
    let columns = Self.margins(of: raster.width, radius: radius, margin)
    let rows = Self.margins(of: raster.height, radius: radius, margin)
    let channels = raster.channels
    let count = line * (raster.height + 2 * radius) + 64
    values = [Scalar](unsafeUninitializedCapacity: count) { buffer, initialized in
      raster.values.withUnsafeBufferPointer { from in
        for y in -radius..<raster.height + radius {
          let source = (y < 0 || y >= raster.height ? rows(y) : y) * inner
          let row = UnsafeMutableBufferPointer(rebasing: buffer[((y + radius) * line)...])
          let middle = UnsafeMutableBufferPointer(rebasing: row[(radius * channels)...])
          _ = middle.update(fromContentsOf: from[source..<source + inner])
          for x in 1...radius {
            for channel in 0..<channels {
              row[(radius - x) * channels + channel] =
                from[source + columns(-x) * channels + channel]
              middle[inner + (x - 1) * channels + channel] =
                from[source + columns(raster.width - 1 + x) * channels + channel]
            }
          }
        }
      }
      buffer[(count - 64)...].initialize(repeating: 0)
      initialized = count
    }
  }

  /// The row or column inside that stands for one outside.
  private static func margins(of count: Int, radius: Int, _ margin: Margin) -> (Int) -> Int {
    { at in
      if count == 1 { return 0 }
      switch margin {
      case .replicated: return min(max(at, 0), count - 1)
      case .reflected:
        let period = 2 * count - 2
        let place = (at % period + period) % period
        return place < count ? place : period - place
      }
    }
  }

  /// Lends the work space of ``seg_box_u8`` and ``seg_box_u16``.
  func withWork(_ body: (UnsafeMutablePointer<UInt32>?) -> Void) {
    let count = 3 * ((width + 2 * radius) * channels + 64)
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count) { work in
      // Blocks pass the ends of the lines, and what they read there is to be defined.
      work.initialize(repeating: 0)
      body(work.baseAddress)
    }
  }
}
