import CKernels

/// The colour kernels of one sample type; `CKernels` says what each does.
struct ColorKernels<Sample>: Sendable {
  typealias Input = UnsafePointer<Sample>?
  typealias Output = UnsafeMutablePointer<Sample>?

  let scale: @Sendable (Output, Int, Float, Float) -> Void
  let sum: @Sendable (Input, Int) -> UInt64
  let graySum: @Sendable (Input, Int) -> UInt64
  let saturate: @Sendable (Output, Int, Float, Float) -> Void
  let shiftHue: @Sendable (Output, Int, Float) -> Void
  let toGray: @Sendable (Output, Int) -> Void
  let reorderRGB: @Sendable (Output, Int, Int32, Int32, Int32) -> Void
  let sharpenRow: @Sendable (Input, Input, Input, Output, Int, Int, Float, Float) -> Void
  let extremes: @Sendable (Input, Int, Int, Output, Output) -> Void
  let histograms: @Sendable (Input, Int, Int, UnsafeMutablePointer<UInt64>?) -> Void
  let laneSums:
    @Sendable (Input, Int, UnsafeMutablePointer<UInt64>?, UnsafeMutablePointer<UInt64>?) -> Void
  let normalize:
    @Sendable (
      Input, Int, Int, UnsafePointer<Float>?, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?
    ) -> Void
  let lookUp: @Sendable (Input, Output, Int, Input, Int) -> Void
  let claheTables: @Sendable (Input, UnsafePointer<seg_tiles>?, Int32, Output) -> Void
  let claheApply: @Sendable (Output, UnsafePointer<seg_tiles>?, Input) -> Void
}

/// A sample type the colour kernels exist for.
protocol ColorSample: FixedWidthInteger, UnsignedInteger, Sendable {
  static var kernels: ColorKernels<Self> { get }
  /// `[pixels, 3]` as planes of L, a and b, and back.
  static func labFromRGB(_ rgb: [Self], to l: inout [Self], _ a: inout [Self], _ b: inout [Self])
  static func labToRGB(_ l: [Self], _ a: [Self], _ b: [Self], rgb: inout [Self])
  /// Turns the hue by degrees of `0 ..< 360`, and adds to saturation and value.
  static func shiftHSV(
    _ rgb: inout [Self], degrees: Double, saturation: Int, value: Int)
}

extension UInt8: ColorSample {
  static let kernels = ColorKernels<UInt8>(
    scale: seg_scale_u8, sum: seg_sum_u8, graySum: seg_gray_sum_u8, saturate: seg_saturate_u8,
    shiftHue: seg_shift_hue_u8, toGray: seg_to_gray_u8, reorderRGB: seg_reorder_rgb_u8,
    sharpenRow: seg_sharpen_row_u8,
    extremes: seg_extremes_u8, histograms: seg_histograms_u8, laneSums: seg_lane_sums_u8,
    normalize: seg_normalize_u8, lookUp: seg_lookup_u8, claheTables: seg_clahe_tables_u8,
    claheApply: seg_clahe_apply_u8)

  static func labFromRGB(
    _ rgb: [UInt8], to l: inout [UInt8], _ a: inout [UInt8], _ b: inout [UInt8]
  ) {
    seg_lab_from_rgb_u8(
      rgb, l.count, LabTables.linearSteps, LabTables.curveSteps, &l, &a, &b)
  }

  static func labToRGB(_ l: [UInt8], _ a: [UInt8], _ b: [UInt8], rgb: inout [UInt8]) {
    seg_lab_to_rgb_u8(l, a, b, l.count, LabTables.bytes, &rgb)
  }

  static func shiftHSV(_ rgb: inout [UInt8], degrees: Double, saturation: Int, value: Int) {
    // A hue has 8 bits too: steps of 2 degrees, of which a part does not count.
    seg_shift_hsv_u8(
      &rgb, rgb.count / 3, Int32(degrees / 2), Int32(saturation), Int32(value))
  }
}

extension UInt16: ColorSample {
  static let kernels = ColorKernels<UInt16>(
    scale: seg_scale_u16, sum: seg_sum_u16, graySum: seg_gray_sum_u16, saturate: seg_saturate_u16,
    shiftHue: seg_shift_hue_u16, toGray: seg_to_gray_u16, reorderRGB: seg_reorder_rgb_u16,
    sharpenRow: seg_sharpen_row_u16,
    extremes: seg_extremes_u16, histograms: seg_histograms_u16, laneSums: seg_lane_sums_u16,
    normalize: seg_normalize_u16, lookUp: seg_lookup_u16, claheTables: seg_clahe_tables_u16,
    claheApply: seg_clahe_apply_u16)

  static func labFromRGB(
    _ rgb: [UInt16], to l: inout [UInt16], _ a: inout [UInt16], _ b: inout [UInt16]
  ) {
    seg_lab_from_rgb_u16(rgb, l.count, LabTables.linearOfWords, &l, &a, &b)
  }

  static func labToRGB(_ l: [UInt16], _ a: [UInt16], _ b: [UInt16], rgb: inout [UInt16]) {
    seg_lab_to_rgb_u16(l, a, b, l.count, LabTables.words, &rgb)
  }

  static func shiftHSV(_ rgb: inout [UInt16], degrees: Double, saturation: Int, value: Int) {
    seg_shift_hsv_u16(
      &rgb, rgb.count / 3, Float(degrees), Int32(saturation), Int32(value))
  }
}
