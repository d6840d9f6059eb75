import SegBasics
import SegImaging

/// Pixels that become white or black, as of a broken sensor.
///
/// Draws the amount `a`, the share `s` of white, and a seed. Each pixel is changed for itself with the
/// chance `a`, and then is white with the chance `s`; albumentations' SaltAndPepper changes exactly
/// `⌊a·H·W⌋` pixels.
struct SaltAndPepper: Operation {
  static let specification = OperationSpecification(
    name: "salt-pepper", summary: "makes single pixels white or black", targets: [.image],
    mainParameter: "amount",
    parameters: [
      .init("amount", "NUMBER or a..b", standard: "0.01..0.06", "the share of pixels; 0 to 1"),
      .init("salt", "NUMBER or a..b", standard: "0.4..0.6", "how many of those are white; 0 to 1"),
    ], examples: ["salt-pepper", "salt-pepper=0.3:salt=0.1"])

  struct Drawn: Codable {
    var amount: Double
    var salt: Double
    var seed: UInt64
  }

  private let amount: ClosedRange<Double>
  private let salt: ClosedRange<Double>

  init(_ arguments: OperationArguments) throws(OperationError) {
    amount = try arguments.requiredRange("amount", in: 0...1)
    salt = try arguments.requiredRange("salt", in: 0...1)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    Drawn(
      amount: random.uniform(amount.lowerBound, amount.upperBound),
      salt: random.uniform(salt.lowerBound, salt.upperBound), seed: random.seed())
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    try require(drawn.amount, in: 0...1, "an amount")
    try require(drawn.salt, in: 0...1, "salt")
    let salt = drawn.amount * drawn.salt
    canvas.changeImage {
      $0.addSaltAndPepper(salt: salt, pepper: drawn.amount - salt, seed: drawn.seed)
    }
  }
}
