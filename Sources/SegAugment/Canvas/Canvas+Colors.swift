import SegImaging
import SegSamples

/// Changes of colour, which leave an alpha channel as it is.
extension Canvas {
  /// The channels that hold colour: all but the last of 2 or 4, which is an alpha channel.
  var colorChannels: Int {
    mutating get { inspect { image, _ in image.colorChannels } }
  }

  /// Replaces every sample of a colour by what `change` makes of its value.
  ///
  /// - Parameter change: From a value to a value, both of `0...maximumValue`; clamped.
  mutating func mapColors(_ change: (Int) -> Int) {
    let count = colorChannels
    changeTables { $0.change(first: count, change) }
  }

  /// As ``mapColors(_:)``, with a change for each channel.
  mutating func mapEachColor(_ change: (_ value: Int, _ channel: Int) -> Int) {
    let count = colorChannels
    changeTables { $0.changeEach(first: count, change) }
  }

  /// `v·factor + addend` in float32, clamped and cut to an integer.
  mutating func scaleColors(by factor: Float, adding addend: Float = 0) {
    let count = colorChannels
    changeTables { $0.scale(first: count, by: factor, adding: addend) }
  }

  /// Refuses pictures that are neither gray nor RGB, with or without alpha.
  mutating func requireGrayOrRGB() throws(TransformError) {
    let count = colorChannels
    guard count == 1 || count == 3 else {
      throw .unsupportedChannels(channels, supported: "1 to 4")
    }
  }

  /// ``SegImaging/Image/adjustContrast(_:)``, put off.
  mutating func adjustContrast(_ factor: Double) {
    let pixels = Double(size.width * size.height)
    let mean = Float(Double(inspect { $0.graySum(through: $1) }) / pixels)
    scaleColors(by: Float(factor), adding: Float(1 - factor) * mean)
  }

  /// The picture as a stream holds it: pixels, or the array that normalizing makes of them.
  public var imageContent: ImageContent {
    mutating get {
      guard let normalization else { return .pixels(image) }
      return .file(image.encodedNPY(normalizedBy: normalization), extension: "npy")
    }
  }
}
