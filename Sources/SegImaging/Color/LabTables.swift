import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The curves between samples of sRGB, light and CIE L*a*b*, as `seg_lab.h` wants them.
enum LabTables {
  /// The light of 8-bit samples in steps of 1/2040.
  static let linearSteps = (0..<256).map { rounded(2040 * Double(Float(light(Double($0) / 255)))) }
  /// The cube root of light in steps of 1/2040, straight near 0, in steps of 1/32768.
  static let curveSteps = (0..<Int(SEG_LAB_CURVE)).map { step in
    let light = Double(step) / 2040
    return rounded(32768 * (light < 0.008856 ? light * 7.787 + 16.0 / 116 : cbrt(light)))
  }
  /// The 8-bit sample of light in steps of 1/4095.
  static let bytes = (0..<4096).map { rounded(255 * sample(Double($0) / 4095)) }
  /// The light of 16-bit samples.
  static let linearOfWords = (0..<65536).map { Float(light(Double($0) / 65535)) }
  /// The 16-bit sample of light in steps of 1/65535.
  static let words = (0..<65536).map { rounded(65535 * sample(Double($0) / 65535)) }

  private static func light(_ sample: Double) -> Double {
    sample <= 0.04045 ? sample / 12.92 : pow((sample + 0.055) / 1.055, 2.4)
  }

  private static func sample(_ light: Double) -> Double {
    light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055
  }

  private static func rounded(_ value: Double) -> Int32 {
    Int32(value.rounded(.toNearestOrEven))
  }
}
