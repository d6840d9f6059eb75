import SegBasics
import SegImaging

/// The operations of AutoAugment, RandAugment and TrivialAugment, and how strong each can be.
///
/// reference: augmentation 2.12. Magnitudes are torchvision's, computed in 32 bits as it computes them.
enum PolicyOperation: String, CaseIterable {
  case identity = "Identity"
  case shearX = "ShearX"
  case shearY = "ShearY"
  case translateX = "TranslateX"
  case translateY = "TranslateY"
  case rotate = "Rotate"
  case brightness = "Brightness"
  case color = "Color"
  case contrast = "Contrast"
  case sharpness = "Sharpness"
  case posterize = "Posterize"
  case solarize = "Solarize"
  case autoContrast = "AutoContrast"
  case equalize = "Equalize"
  case invert = "Invert"

  /// RandAugment's and TrivialAugment's, in the order they are numbered.
  static let withoutInvert = allCases.filter { $0 != .invert }

  /// How far the magnitudes reach.
  enum Space {
    /// AutoAugment's and RandAugment's: translations are shares of the picture.
    case usual
    /// TrivialAugment's: translations are pixels.
    case wide
  }

  /// Whether a random sign goes with the magnitude.
  var isSigned: Bool {
    switch self {
    case .shearX, .shearY, .translateX, .translateY, .rotate, .brightness, .color, .contrast,
      .sharpness:
      true
    default: false
    }
  }

  /// Whether there is a magnitude.
  var hasMagnitude: Bool { isSigned || self == .posterize || self == .solarize }

  /// The magnitude of a bin: a slope, pixels, degrees, a factor's distance from 1, bits, or a threshold.
  func magnitude(bin: Int, of bins: Int, space: Space, size: PixelSize) -> Double {
    let isWide = space == .wide
    switch self {
    case .shearX, .shearY: return linear(0, isWide ? 0.99 : 0.3, bin, bins)
    case .translateX: return linear(0, isWide ? 32 : 150.0 / 331.0 * Double(size.width), bin, bins)
    case .translateY: return linear(0, isWide ? 32 : 150.0 / 331.0 * Double(size.height), bin, bins)
    case .rotate: return linear(0, isWide ? 135 : 30, bin, bins)
    case .brightness, .color, .contrast, .sharpness:
      return linear(0, isWide ? 0.99 : 0.9, bin, bins)
    case .posterize:
      let lost = Float(bin) / Float(Double(bins - 1) / (isWide ? 6 : 4))
      return 8 - Double(lost.rounded(.toNearestOrEven))
    case .solarize: return linear(255, 0, bin, bins)
    case .identity, .autoContrast, .equalize, .invert: return 0
    }
  }

  /// One of `bins` numbers evenly from `low` to `high`, as `torch.linspace` computes it: from the nearer
  /// end, in 32 bits, each product fused with its sum.
  private func linear(_ low: Double, _ high: Double, _ bin: Int, _ bins: Int) -> Double {
    let low = Float(low)
    let high = Float(high)
    let step = (high - low) / Float(bins - 1)
    return Double(
      bin < bins / 2
        ? low.addingProduct(step, Float(bin)) : high.addingProduct(-step, Float(bins - 1 - bin)))
  }
}
