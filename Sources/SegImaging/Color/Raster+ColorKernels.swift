import CKernels

extension Raster<UInt8> {
  mutating func scale(by factor: Float, adding addend: Float) {
    seg_scale_u8(&values, values.count, factor, addend)
  }

  func graySum() -> UInt64 {
    channels == 3
      ? seg_gray_sum_u8(values, width * height) : seg_sum_u8(values, values.count)
  }

  mutating func saturate(by factor: Float, rest: Float) {
    seg_saturate_u8(&values, width * height, factor, rest)
  }

  mutating func shiftHue(by shift: Float) {
    seg_shift_hue_u8(&values, width * height, shift)
  }
}

extension Raster<UInt16> {
  mutating func scale(by factor: Float, adding addend: Float) {
    seg_scale_u16(&values, values.count, factor, addend)
  }

  func graySum() -> UInt64 {
    channels == 3
      ? seg_gray_sum_u16(values, width * height) : seg_sum_u16(values, values.count)
  }

  mutating func saturate(by factor: Float, rest: Float) {
    seg_saturate_u16(&values, width * height, factor, rest)
  }

  mutating func shiftHue(by shift: Float) {
    seg_shift_hue_u16(&values, width * height, shift)
  }
}
