/// A rectangle of a raster that is read where it stands, without being cut out.
struct RasterPart<Scalar: FixedWidthInteger & UnsignedInteger & Sendable> {
  let raster: Raster<Scalar>
  let box: PixelBox

  /// - Precondition: The rectangle lies inside.
  init(_ raster: Raster<Scalar>, _ box: PixelBox) {
    precondition(
      box.isInside(PixelSize(width: raster.width, height: raster.height)), "\(box) is not inside")
    self.raster = raster
    self.box = box
  }

  var channels: Int { raster.channels }

  /// Samples from one row to the next.
  var pitch: Int { raster.width * raster.channels }

  /// Runs `body` with the samples from a column of the rectangle's first row to the raster's end.
  func withSamples<Result>(
    from column: Int, _ body: (UnsafeBufferPointer<Scalar>) -> Result
  ) -> Result {
    raster.values.withUnsafeBufferPointer { values in
      body(.init(rebasing: values[(box.y * pitch + (box.x + column) * channels)...]))
    }
  }
}
