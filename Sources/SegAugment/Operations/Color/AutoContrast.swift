import SegBasics
import SegImaging

/// Stretches each channel to the whole range: `(v − min)·bound/(max − min)`, cut to an integer.
///
/// reference: augmentation 2.7; torchvision's autocontrast. A channel of one value stays. Any number
/// of channels.
struct AutoContrast: Operation {
  static let specification = OperationSpecification(
    name: "autocontrast", summary: "stretches each channel to the whole range",
    targets: [.image], mainParameter: "p", examples: ["autocontrast", "autocontrast=0.5"])

  init(_ arguments: OperationArguments) throws(OperationError) {}

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> NothingDrawn { .init() }

  func apply(_ drawn: NothingDrawn, to canvas: inout Canvas) {
    let ranges = canvas.inspect { $0.extremes(through: $1) }
    let bound = Float(canvas.maximumValue)
    // By the reciprocal, as torch divides a number by a tensor.
    let scales = ranges.map { 1 / Float($0.upperBound - $0.lowerBound) * bound }
    canvas.mapEachColor { value, channel in
      guard scales[channel].isFinite else { return value }
      let stretched = Float(value - ranges[channel].lowerBound) * scales[channel]
      return Int(min(max(stretched, 0), bound))
    }
  }
}
