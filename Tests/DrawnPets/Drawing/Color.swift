/// A colour in `0...1` a channel.
struct Color: Sendable {
  var red: Float
  var green: Float
  var blue: Float

  init(_ red: Float, _ green: Float, _ blue: Float) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// A colour written as `0xRRGGBB`.
  init(hex: UInt32) {
    self.init(
      Float(hex >> 16 & 255) / 255, Float(hex >> 8 & 255) / 255, Float(hex & 255) / 255)
  }

  /// Part of the way to another colour.
  func mixed(_ other: Color, _ part: Float) -> Color {
    Color(
      red + part * (other.red - red), green + part * (other.green - green),
      blue + part * (other.blue - blue))
  }

  /// Lighter above 1, darker below.
  func shaded(_ factor: Float) -> Color { Color(factor * red, factor * green, factor * blue) }
}
