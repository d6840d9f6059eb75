extension DecodeOptions {
  /// Refuses a picture that is over the limits, or that so few bytes cannot hold.
  ///
  /// - Parameter bytesPerPixel: of the decoded picture.
  /// - Parameter pixelsPerByte: The most pixels one byte of the file can stand for; nil when the
  ///   format knows no such bound. A few bytes could make a reader fill gigabytes before it finds them
  ///   missing: it gets 8 times as many pixels as a whole file could hold, not more.
  func check(
    _ format: ImageFormat, _ size: PixelSize, bytesPerPixel: Int, fileBytes: Int,
    pixelsPerByte: Int?
  ) throws(ImageError) {
    guard size.width > 0 && size.height > 0 else {
      throw .damaged(format, "the header says \(size) pixels")
    }
    guard size.width <= maximumDimension && size.height <= maximumDimension else {
      throw .overLimit(format, size: size, "\(maximumDimension) a side")
    }
    let (pixels, overflow) = size.width.multipliedReportingOverflow(by: size.height)
    guard !overflow && pixels <= maximumPixels else {
      throw .overLimit(format, size: size, "\(maximumPixels) pixels")
    }
    let (bytes, tooMany) = pixels.multipliedReportingOverflow(by: bytesPerPixel)
    guard !tooMany && bytes <= maximumBytes else {
      throw .overLimit(format, size: size, "\(maximumBytes) bytes")
    }
    guard let pixelsPerByte else { return }
    let (most, unbounded) = fileBytes.multipliedReportingOverflow(by: pixelsPerByte * 8)
    guard unbounded || pixels <= most else {
      throw .damaged(format, "\(fileBytes) bytes cannot hold a picture of \(size)")
    }
  }
}

/// An array whose every element `fill` writes; the memory is not touched before.
func filledArray<Scalar>(
  count: Int,
  _ fill: (UnsafeMutableBufferPointer<Scalar>) throws(ImageError) -> Void
) throws(ImageError) -> [Scalar] {
  var failure: ImageError?
  let values = [Scalar](unsafeUninitializedCapacity: count) { buffer, initialized in
    do throws(ImageError) {
      try fill(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      initialized = count
    } catch {
      failure = error
    }
  }
  if let failure { throw failure }
  return values
}
