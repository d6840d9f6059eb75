import SegBasics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `gain·v^γ` of samples of 0...1, clamped.
///
/// reference: augmentation 2.7; torchvision's adjust_gamma, which goes back to integers by cutting
/// `v·255.999`. Any number of channels.
struct Gamma: Operation {
  static let specification = OperationSpecification(
    name: "gamma", summary: "makes dark parts darker (above 1) or lighter", targets: [.image],
    mainParameter: "gamma",
    parameters: [
      .init("gamma", "NUMBER or a..b", standard: "0.8..1.2", "the exponent, 0..100; 1 leaves it"),
      .init("gain", "NUMBER or a..b", standard: "1", "a factor after that, 0..100"),
    ],
    examples: ["gamma", "gamma=2.2", "gamma=0.5..2:gain=0.9..1.1"])

  struct Drawn: Codable {
    var gamma: Double
    var gain: Double
  }

  private static let allowed = 0.0...100
  private let gamma: ClosedRange<Double>
  private let gain: ClosedRange<Double>

  init(_ arguments: OperationArguments) throws(OperationError) {
    gamma = try arguments.range("gamma", in: Self.allowed) { $0...$0 } ?? 1...1
    gain = try arguments.range("gain", in: Self.allowed) { $0...$0 } ?? 1...1
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    let gamma = random.uniform(gamma.lowerBound, gamma.upperBound)
    return Drawn(gamma: gamma, gain: random.uniform(gain.lowerBound, gain.upperBound))
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    let gamma = Double(Float(try drawn.gamma.drawn(within: Self.allowed)))
    let gain = Float(try drawn.gain.drawn(within: Self.allowed))
    let bound = Float(canvas.maximumValue)
    canvas.mapColors { value in
      // The power in double, then rounded: float32 as every machine's library would have it.
      let power = Float(pow(Double(Float(value) / bound), gamma))
      return Int(min(max(gain * power, 0), 1) * (bound + 0.999))
    }
  }
}
