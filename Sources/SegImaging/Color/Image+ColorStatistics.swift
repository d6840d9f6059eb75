/// What is known of the colours of a picture, as they are or as tables would make them.
extension Image {
  /// The sum over all pixels of `0.2989 R + 0.587 G + 0.114 B` cut to an integer, or of the gray.
  ///
  /// - Precondition: ``supportsColorAdjustment``.
  public func graySum(through tables: SampleTables?) -> UInt64 {
    precondition(supportsColorAdjustment, "gray of \(channels) channels")
    return switch self {
    case .uint8(let raster): raster.graySum(colorChannels, tables?.bytes)
    case .uint16(let raster): raster.graySum(colorChannels, tables?.words)
    }
  }

  /// The least and the greatest value of each channel.
  public func extremes(through tables: SampleTables?) -> [ClosedRange<Int>] {
    switch self {
    case .uint8(let raster): raster.extremes(tables?.bytes)
    case .uint16(let raster): raster.extremes(tables?.words)
    }
  }

  /// How often each value occurs in each channel: 256 or 65536 counts.
  public func histograms(through tables: SampleTables?) -> [[Int]] {
    switch self {
    case .uint8(let raster): raster.histograms(tables?.bytes)
    case .uint16(let raster): raster.histograms(tables?.words)
    }
  }

  /// Mean and standard deviation of each channel, of samples of `0...1`.
  public func moments() -> (means: [Double], deviations: [Double]) {
    switch self {
    case .uint8(let raster): raster.moments()
    case .uint16(let raster): raster.moments()
    }
  }
}

extension Raster where Scalar: ColorSample {
  /// The samples, or parts that tables have been looked up for, and how many pixels they are.
  private func visit(
    _ tables: TableStack<Scalar>?, _ body: (UnsafeBufferPointer<Scalar>, _ pixels: Int) -> Void
  ) {
    values.withUnsafeBufferPointer { values in
      guard let tables else { return body(values, width * height) }
      // Small enough for the first cache.
      let part = max(1, 12288 / (channels * MemoryLayout<Scalar>.size))
      withUnsafeTemporaryAllocation(of: Scalar.self, capacity: part * channels) { scratch in
        for first in stride(from: 0, to: width * height, by: part) {
          let pixels = min(part, width * height - first)
          tables.lookUp(
            UnsafeBufferPointer(rebasing: values[(first * channels)...]), scratch, pixels: pixels)
          body(UnsafeBufferPointer(rebasing: scratch[..<(pixels * channels)]), pixels)
        }
      }
    }
  }

  fileprivate func graySum(_ colors: Int, _ tables: TableStack<Scalar>?) -> UInt64 {
    let kernel = colors == 3 ? Scalar.kernels.graySum : Scalar.kernels.sum
    var total: UInt64 = 0
    visit(tables) { values, pixels in
      if colors == channels {
        total += kernel(values.baseAddress, pixels)
        return
      }
      withUnsafeTemporaryAllocation(of: Scalar.self, capacity: pixels * colors) { packed in
        Self.pack(values, channels: channels, first: colors, to: packed)
        total += kernel(packed.baseAddress, pixels)
      }
    }
    return total
  }

  fileprivate func extremes(_ tables: TableStack<Scalar>?) -> [ClosedRange<Int>] {
    var least = [Scalar](repeating: .max, count: channels)
    var greatest = [Scalar](repeating: 0, count: channels)
    visit(tables) { values, pixels in
      Scalar.kernels.extremes(values.baseAddress, pixels, channels, &least, &greatest)
    }
    return zip(least, greatest).map { Int($0)...Int($1) }
  }

  fileprivate func histograms(_ tables: TableStack<Scalar>?) -> [[Int]] {
    let levels = 1 << Scalar.bitWidth
    var counts = [UInt64](repeating: 0, count: channels * levels)
    Scalar.kernels.histograms(values, width * height, channels, &counts)
    return (0..<channels).map { channel in
      let own = counts[(channel * levels)..<((channel + 1) * levels)]
      guard let tables else { return own.map(Int.init) }
      // Looking up moves counts from value to value, so the pixels need not be seen again.
      var moved = [Int](repeating: 0, count: levels)
      for (entry, count) in zip(tables.table(of: channel), own) { moved[Int(entry)] += Int(count) }
      return moved
    }
  }

  fileprivate func moments() -> (means: [Double], deviations: [Double]) {
    // The kernel sums by lanes, which fall on one channel each if the channels divide their number.
    let lanes = 48
    var sums = [Double](repeating: 0, count: channels)
    var squares = sums
    if lanes.isMultiple(of: channels) {
      var laneSums = [UInt64](repeating: 0, count: lanes)
      var laneSquares = laneSums
      Scalar.kernels.laneSums(values, values.count, &laneSums, &laneSquares)
      for lane in 0..<lanes {
        sums[lane % channels] += Double(laneSums[lane])
        squares[lane % channels] += Double(laneSquares[lane])
      }
    } else {
      for (index, value) in values.enumerated() {
        sums[index % channels] += Double(value)
        squares[index % channels] += Double(value) * Double(value)
      }
    }
    let count = Double(width * height)
    let bound = Double(Scalar.max)
    let means = sums.map { $0 / count }
    let deviations = zip(squares, means).map { square, mean in
      max(0, square / count - mean * mean).squareRoot() / bound
    }
    return (means.map { $0 / bound }, deviations)
  }
}
