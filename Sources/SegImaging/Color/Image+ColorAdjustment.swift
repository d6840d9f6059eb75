/// The four changes of torchvision's `ColorJitter`, as its functional tensor path defines them.
///
/// All compute in float32, clamp to the range of the samples and cut the fraction off. A factor of 1
/// (for hue, 0) means no change; the sample range is `0...255` or `0...65535`. An alpha channel stays.
extension Image {
  /// True for gray and RGB, with or without alpha: the pictures the adjustments are defined for.
  public var supportsColorAdjustment: Bool { colorChannels == 1 || colorChannels == 3 }

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
    let mean = Float(Double(graySum(through: nil)) / Double(width * height))
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
    guard colorChannels == 3 else { return }
    modifyColors(
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
    guard colorChannels == 3 else { return }
    modifyColors({ $0.shiftHue(by: Float(shift)) }, { $0.shiftHue(by: Float(shift)) })
  }

  /// Makes every channel the gray of its pixel, cut to an integer; gray pictures stay as they are.
  ///
  /// - Precondition: ``supportsColorAdjustment``.
  public mutating func makeGray() {
    requireColorAdjustment(1)
    guard colorChannels == 3 else { return }
    modifyColors({ $0.makeGray() }, { $0.makeGray() })
  }

  /// Shifts hue, saturation and value, in 8 bits as OpenCV stores them; gray pixels keep no hue.
  ///
  /// A gray picture has its value shifted.
  ///
  /// - Parameters:
  ///   - degrees: How far the hue is turned, `0 ..< 360`; for 8 bits cut to a multiple of 2.
  ///   - saturation: What is added to the saturation, of the sample range; clamped.
  ///   - value: What is added to the value, of the sample range; clamped.
  /// - Precondition: The numbers are in range, and ``supportsColorAdjustment``.
  public mutating func shiftHSV(degrees: Double, saturation: Int, value: Int) {
    precondition(
      degrees >= 0 && degrees < 360 && abs(saturation) <= maximumValue
        && abs(value) <= maximumValue, "shifts of \(degrees), \(saturation), \(value)")
    requireColorAdjustment(1)
    if colorChannels == 1 { return scale(by: 1, adding: Float(value)) }
    modifyColors(
      { UInt8.shiftHSV(&$0.values, degrees: degrees, saturation: saturation, value: value) },
      { UInt16.shiftHSV(&$0.values, degrees: degrees, saturation: saturation, value: value) })
  }

  private func requireColorAdjustment(_ factor: Double) {
    // Beyond, float32 sums mean nothing; nor does infinity times 0.
    precondition((0...1e6).contains(factor), "a factor of \(factor) is not of 0...1e6")
    precondition(supportsColorAdjustment, "colours of \(channels) channels cannot be adjusted")
  }

  private mutating func scale(by factor: Double, adding addend: Float) {
    modifyColors(
      { $0.scale(by: Float(factor), adding: addend) },
      { $0.scale(by: Float(factor), adding: addend) })
  }
}

extension Raster where Scalar: ColorSample {
  fileprivate mutating func scale(by factor: Float, adding addend: Float) {
    Scalar.kernels.scale(&values, values.count, factor, addend)
  }

  fileprivate mutating func saturate(by factor: Float, rest: Float) {
    Scalar.kernels.saturate(&values, width * height, factor, rest)
  }

  fileprivate mutating func shiftHue(by shift: Float) {
    Scalar.kernels.shiftHue(&values, width * height, shift)
  }

  fileprivate mutating func makeGray() {
    Scalar.kernels.toGray(&values, width * height)
  }
}
