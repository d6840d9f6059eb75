import SegBasics
import SegImaging

/// Puts the channels into random order; an alpha channel stays where it is.
///
/// reference: augmentation 2.7. Draws a permutation.
struct ChannelShuffle: Operation {
  static let specification = OperationSpecification(
    name: "channel-shuffle", summary: "puts the channels into random order", targets: [.image],
    mainParameter: "p", examples: ["channel-shuffle", "channel-shuffle=0.5"])

  struct Drawn: Codable {
    /// For each channel the one it is taken from.
    var order: [Int]
  }

  init(_ arguments: OperationArguments) throws(OperationError) {}

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> Drawn {
    Drawn(order: random.permutation(canvas.colorChannels))
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    guard drawn.order.sorted() == Array(0..<canvas.colorChannels) else {
      throw .badDraw("\(drawn.order) is no order of \(canvas.colorChannels) channels")
    }
    canvas.changeImage { $0.reorderChannels(drawn.order) }
  }
}
