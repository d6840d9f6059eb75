import SegBasics

/// Fills some channels with one value.
///
/// reference: augmentation 2.7; Albumentations' ChannelDropout. Draws how many, then a permutation
/// whose beginning says which. At least one channel is left.
struct ChannelDrop: Operation {
  static let specification = OperationSpecification(
    name: "channel-drop", summary: "fills channels with one value", targets: [.image],
    mainParameter: "channels",
    parameters: [
      .init("channels", "COUNT or a..b", standard: "1", "how many, 1..15; one is always left"),
      .init("fill", "0..255", standard: "0", "the value; pictures of 16 bits take 257 times it"),
    ],
    examples: ["channel-drop", "channel-drop=1..2:fill=128"])

  struct Drawn: Codable {
    var channels: [Int]
  }

  private let range: ClosedRange<Int>
  private let fill: Int

  init(_ arguments: OperationArguments) throws(OperationError) {
    range = try arguments.wholeNumbers("channels", in: 1...15)
    fill = try arguments.wholeNumber("fill", in: 0...255)
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) throws(TransformError)
    -> Drawn
  {
    let count = canvas.colorChannels
    guard range.upperBound < count else {
      throw .unsupportedChannels(
        canvas.channels, supported: "more than \(range.upperBound), alpha not counted")
    }
    let dropped = random.integer(in: range)
    return Drawn(channels: random.permutation(count).prefix(dropped).sorted())
  }

  func apply(_ drawn: Drawn, to canvas: inout Canvas) throws(TransformError) {
    let channels = Set(drawn.channels)
    guard channels.isSubset(of: 0..<canvas.colorChannels) else {
      throw .badDraw("\(drawn.channels) are not channels of the picture")
    }
    let value = fill * canvas.maximumValue / 255
    canvas.mapEachColor { channels.contains($1) ? value : $0 }
  }
}
