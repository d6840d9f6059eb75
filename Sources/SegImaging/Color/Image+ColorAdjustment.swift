/// The four changes of torchvision's `ColorJitter`, as its functional tensor path defines them.
///
/// All compute in float32, clamp to the range of the samples and cut the fraction off. A factor of 1
/// (for hue, 0) means no change; the sample range is `0...255` or `0...65535`.
extension Image {
  /// True for 1 (gray) and 3 (RGB) channels, the pictures the adjustments are defined for.
  public var supportsColorAdjustment: Bool { channels == 1 || channels == 3 }

  /// Multiplies every sample by `factor`.
  ///
  /// - Parameter factor: 0 gives black, 1 no change, 2 twice the brightness.
  /// - Precondition: `factor` is of `0...1e6`, and ``supportsColorAdjustment``.
  public mutating func adjustBrightness(_ factor: Double) {
    requireColorAdjustment(factor)
    scale(by: factor, adding: 0)
  }

  /// Moves every sample away from the mean gray of the picture, or towards it: `f·v + (1 − f)·mean`.
  ///
  /// Gray is `0.2989 R + 0.587 G + 0.114 B` cut to an integer; with one channel, the channel itself.
  ///
  /// - Parameter factor: 0 gives a uniform gray picture, 1 no change.
  /// - Precondition: `factor` is of `0...1e6`, and ``supportsColorAdjustment``.
  public mutating func adjustContrast(_ factor: Double) {
    requireColorAdjustment(factor)
    let mean = Float(Double(graySum()) / Double(width * height))
    scale(by: factor, adding: Float(1 - factor) * mean)
  }

  /// Moves every sample away from the gray of its pixel, or towards it: `f·v + (1 − f)·gray`.
  ///
  /// Gray pictures stay as they are.
  ///
  /// - Parameter factor: 0 gives a gray picture, 1 no change.
  /// - Precondition: `factor` is of `0...1e6`, and ``supportsColorAdjustment``.
  public mutating func adjustSaturation(_ factor: Double) {
    requireColorAdjustment(factor)
    guard channels == 3 else { return }
    modify(
      { $0.saturate(by: Float(factor), rest: Float(1 - factor)) },
      { $0.saturate(by: Float(factor), rest: Float(1 - factor)) })
  }

  /// Turns the hue of every pixel, through HSV; gray pictures stay as they are.
  ///
  /// - Parameter shift: The part of the colour circle to turn by, `-0.5...0.5`.
  /// - Precondition: `shift` is in range, and ``supportsColorAdjustment``.
  public mutating func adjustHue(_ shift: Double) {
    precondition(abs(shift) <= 0.5, "a hue shift of \(shift) is outside -0.5...0.5")
    requireColorAdjustment(1)
    guard channels == 3 else { return }
    modify({ $0.shiftHue(by: Float(shift)) }, { $0.shiftHue(by: Float(shift)) })
  }

  private func requireColorAdjustment(_ factor: Double) {
    // Beyond, float32 sums mean nothing; nor does infinity times 0.
    precondition((0...1e6).contains(factor), "a factor of \(factor) is not of 0...1e6")
    precondition(supportsColorAdjustment, "colours of \(channels) channels cannot be adjusted")
  }

  private func graySum() -> UInt64 {
    switch self {
    case .uint8(let raster): raster.graySum()
    case .uint16(let raster): raster.graySum()
    }
  }

  private mutating func scale(by factor: Double, adding addend: Float) {
    modify(
      { $0.scale(by: Float(factor), adding: addend) },
      { $0.scale(by: Float(factor), adding: addend) })
  }

  /// Changes the raster in place: it is taken out of the enum meanwhile, so nothing is copied.
  private mutating func modify(
    _ bytes: (inout Raster<UInt8>) -> Void, _ words: (inout Raster<UInt16>) -> Void
  ) {
    switch consume self {
    case .uint8(var raster):
      bytes(&raster)
      self = .uint8(raster)
    case .uint16(var raster):
      words(&raster)
      self = .uint16(raster)
    }
  }
}
