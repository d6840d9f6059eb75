import SegBasics
import SegImaging

/// Spreads the values of each channel so that each is about as frequent.
///
/// reference: augmentation 2.7; torchvision's and PIL's equalize, which leave a channel of less than
/// 255 pixels beside its greatest value as it is, or OpenCV's `equalizeHist`. 16-bit pictures have as many
/// steps as pixels, so that a step may be less than one. Any number of channels.
struct Equalize: Operation {
  static let specification = OperationSpecification(
    name: "equalize", summary: "spreads the histogram of each channel", targets: [.image],
    mainParameter: "p",
    parameters: [
      .init("form", "pil|opencv", standard: "pil", "whose: PIL's and torchvision's, or OpenCV's")
    ],
    examples: ["equalize", "equalize=0.5", "equalize:form=opencv"])

  private enum Form: String, CaseIterable {
    case pil
    case opencv
  }

  private let form: Form

  init(_ arguments: OperationArguments) throws(OperationError) {
    form = try arguments.choice("form", as: Form.self)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> NothingDrawn { .init() }

  func apply(_ drawn: NothingDrawn, to canvas: inout Canvas) {
    let histograms = canvas.inspect { $0.histograms(through: $1) }
    let isWide = canvas.maximumValue > 255
    let tables = histograms.map { counts in
      switch form {
      case .opencv: Self.tableFromLeast(counts)
      case .pil: isWide ? Self.fineTable(counts) : Self.table(counts)
      }
    }
    canvas.mapEachColor { value, channel in tables[channel]?[value] ?? value }
  }

  /// What becomes of each of 256 values; nil where nothing changes.
  static func table(_ counts: [Int]) -> [Int]? {
    let last = counts.last { $0 > 0 } ?? 0
    let step = (counts.reduce(0, +) - last) / 255
    if step == 0 { return nil }
    var below = 0
    return counts.map { count in
      defer { below += count }
      return min((below + step / 2) / step, 255)
    }
  }

  /// As OpenCV has it: what lies at or below a value, without the least value, as a share of the rest.
  static func tableFromLeast(_ counts: [Int]) -> [Int]? {
    guard let least = counts.firstIndex(where: { $0 > 0 }) else { return nil }
    let rest = counts.reduce(0, +) - counts[least]
    if rest == 0 { return nil }
    let scale = Float(counts.count - 1) / Float(rest)
    var sum = 0
    return counts.enumerated().map { value, count in
      guard value > least else { return 0 }
      sum += count
      return Int((Float(sum) * scale).rounded(.toNearestOrEven))
    }
  }

  /// The same with a step that is not cut: `round(bound · below / (pixels − last))`.
  static func fineTable(_ counts: [Int]) -> [Int]? {
    let last = counts.last { $0 > 0 } ?? 0
    let spread = counts.reduce(0, +) - last
    if spread == 0 { return nil }
    var below = 0
    return counts.map { count in
      defer { below += count }
      return min((2 * (counts.count - 1) * below + spread) / (2 * spread), counts.count - 1)
    }
  }
}
