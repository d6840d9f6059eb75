import CKernels

extension Image {
  /// Changes the picture as encoding to JPEG and decoding does, without a codec.
  ///
  /// reference: augmentation 2.7. RGB becomes YCbCr (BT.601, full range, rounded), chroma is halved on
  /// both axes, blocks go through the DCT and are quantised by the tables of Annex K, scaled by
  /// `S = quality < 50 ? ⌊5000/quality⌋ : 200 − 2·quality` to `clamp(⌊(T·S + 50)/100⌋, 1, 255)`; then back,
  /// with chroma interpolated as libjpeg does. The same bytes on every machine, and a few gray levels at
  /// most from libjpeg. A picture of 1 or 2 channels has no chroma; alpha stays; 16 bits are cut to 8.
  ///
  /// - Parameter quality: `1...100`.
  /// - Precondition: It is in range, and there are at most 4 channels.
  public mutating func addJPEGArtefacts(quality: Int) {
    precondition((1...100).contains(quality) && channels <= 4, "a quality of \(quality)")
    switch consume self {
    case .uint8(var raster):
      raster.addJPEGArtefacts(quality: quality)
      self = .uint8(raster)
    case .uint16(var raster):
      var bytes = Raster<UInt8>(
        height: raster.height, width: raster.width, channels: raster.channels,
        values: raster.values.map { UInt8((Int($0) + 128) / 257) })
      bytes.addJPEGArtefacts(quality: quality)
      // Alpha, the last of 2 or 4 channels, keeps its bits.
      let alpha = raster.channels % 2 == 0 ? raster.channels - 1 : -1
      for index in raster.values.indices where index % raster.channels != alpha {
        raster.values[index] = UInt16(bytes.values[index]) * 257
      }
      self = .uint16(raster)
    }
  }
}

extension Raster<UInt8> {
  fileprivate mutating func addJPEGArtefacts(quality: Int) {
    let (height, width, channels) = (height, width, channels)
    let scale = quality < 50 ? 5000 / quality : 200 - 2 * quality
    func steps(_ table: [Int]) -> [Float] {
      table.map { Float(min(max(($0 * scale + 50) / 100, 1), 255)) }
    }
    let (luma, chroma) = (steps(lumaTable), steps(chromaTable))
    let count = seg_jpeg_work(height, width)
    values.withUnsafeMutableBufferPointer { samples in
      withUnsafeTemporaryAllocation(byteCount: count, alignment: 64) { work in
        seg_jpeg_u8(
          samples.baseAddress, height, width, channels, luma, chroma,
          work.baseAddress?.assumingMemoryBound(to: UInt8.self))
      }
    }
  }
}

/// Table K.1 of the standard (ITU-T T.81).
private let lumaTable = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55,
  14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
  18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
  49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
]

/// Table K.2 of the standard.
private let chromaTable = [
  17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99,
  24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
]
