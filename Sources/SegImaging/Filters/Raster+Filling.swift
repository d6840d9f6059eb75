extension Raster {
  /// Writes one pixel over a rectangle.
  ///
  /// - Precondition: The rectangle is inside, and `pixel` has a sample for each channel.
  mutating func fill(_ box: PixelBox, with pixel: [Scalar]) {
    precondition(
      box.isInside(PixelSize(width: width, height: height)) && pixel.count == channels,
      "cannot fill \(box) with \(pixel.count) samples")
    let row = (0..<box.width * channels).map { pixel[$0 % channels] }
    write(box) { _, samples in _ = samples.update(fromContentsOf: row) }
  }

  /// Writes random samples over a rectangle.
  ///
  /// Sample `n` of the picture in C order gets the top bits of word `n`, wherever the rectangle lies; an
  /// alpha channel stays.
  ///
  /// - Precondition: The rectangle is inside.
  mutating func fill(_ box: PixelBox, with numbers: RandomNumbers) {
    precondition(
      box.isInside(PixelSize(width: width, height: height)), "\(box) is not inside the picture")
    let channels = channels
    let alpha = channels == 2 || channels == 4 ? channels - 1 : channels
    write(box) { start, samples in
      let words = numbers.words(start..<start + samples.count)
      for index in words.indices where index % channels != alpha {
        samples[index] = Scalar(truncatingIfNeeded: words[index] >> (32 - Scalar.bitWidth))
      }
    }
  }

  /// Passes each row of a rectangle, and the index of its first sample in C order.
  private mutating func write(
    _ box: PixelBox, _ change: (Int, UnsafeMutableBufferPointer<Scalar>) -> Void
  ) {
    let (line, first, count) = (width * channels, box.x * channels, box.width * channels)
    values.withUnsafeMutableBufferPointer { samples in
      for y in box.y..<box.y + box.height {
        let start = y * line + first
        change(start, UnsafeMutableBufferPointer(rebasing: samples[start..<start + count]))
      }
    }
  }
}

extension Image {
  /// Writes one colour over a rectangle.
  ///
  /// - Parameters:
  ///   - box: Inside the picture.
  ///   - pixel: A sample for each channel, `0...maximumValue`.
  /// - Precondition: Both suit the picture.
  public mutating func fill(_ box: PixelBox, with pixel: [UInt16]) {
    switch consume self {
    case .uint8(var raster):
      raster.fill(box, with: pixel.map { UInt8($0) })
      self = .uint8(raster)
    case .uint16(var raster):
      raster.fill(box, with: pixel)
      self = .uint16(raster)
    }
  }

  /// Writes random samples over a rectangle, each of `0...maximumValue` and equally likely.
  ///
  /// - Parameters:
  ///   - box: Inside the picture.
  ///   - numbers: Sample `n` of the picture in C order gets the top bits of word `n`; alpha stays.
  /// - Precondition: The rectangle is inside.
  public mutating func fill(_ box: PixelBox, with numbers: RandomNumbers) {
    switch consume self {
    case .uint8(var raster):
      raster.fill(box, with: numbers)
      self = .uint8(raster)
    case .uint16(var raster):
      raster.fill(box, with: numbers)
      self = .uint16(raster)
    }
  }
}

extension LabelMap {
  /// Writes one class index over a rectangle.
  ///
  /// - Parameters:
  ///   - box: Inside the label map.
  ///   - index: What the label map can hold.
  /// - Precondition: Both suit the label map.
  public mutating func fill(_ box: PixelBox, with index: UInt16) {
    switch consume self {
    case .uint8(var raster):
      raster.fill(box, with: [UInt8(index)])
      self = .uint8(raster)
    case .uint16(var raster):
      raster.fill(box, with: [index])
      self = .uint16(raster)
    }
  }
}
