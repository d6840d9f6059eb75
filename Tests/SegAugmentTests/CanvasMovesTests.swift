import SegBasics
import SegImaging
import Testing

@testable import SegAugment

/// Movements that are put off and joined give the bytes of making one after the other.
@Suite struct CanvasMovesTests {
  private static func picture(_ random: inout RandomStream) -> Canvas {
    let (height, width) = (random.integer(in: 1...40), random.integer(in: 1...40))
    let channels = random.integer(in: 1...4)
    let image = Raster<UInt8>(
      height: height, width: width, channels: channels,
      values: (0..<height * width * channels).map { _ in UInt8(random.integer(in: 0...255)) })
    let map = Raster<UInt16>(
      height: height, width: width, channels: 1,
      values: (0..<height * width).map { _ in UInt16(random.integer(in: 0...300)) })
    return Canvas(image: .uint8(image), labelMaps: [.uint16(map)])
  }

  private static func move(
    _ canvas: inout Canvas, _ random: inout RandomStream
  ) throws(TransformError) {
    let size = canvas.size
    switch random.integer(in: 0...4) {
    case 0: canvas.turn(random.integer(in: 1...8))
    case 1:
      let filters = ResizeFilter.allCases
      try canvas.resize(
        to: PixelSize(width: random.integer(in: 1...60), height: random.integer(in: 1...60)),
        filter: filters[random.integer(in: 0...filters.count - 1)],
        labels: random.chance(0.5) ? .nearest : .nearestExact)
    case 2:
      let borders = [
        Border.replicate, .reflect, .symmetric, .constant(.color([9]), label: .index(4)),
        .constant(.black, label: .ignore),
      ]
      try canvas.frame(
        PixelBox(
          x: random.integer(in: -20...size.width), y: random.integer(in: -20...size.height),
          width: random.integer(in: 1...50), height: random.integer(in: 1...50)),
        border: borders[random.integer(in: 0...4)])
    default:
      let width = random.integer(in: 1...size.width)
      let height = random.integer(in: 1...size.height)
      try canvas.crop(
        to: PixelBox(
          x: random.integer(in: 0...(size.width - width)),
          y: random.integer(in: 0...(size.height - height)), width: width, height: height))
    }
  }

  @Test(arguments: 0..<1500 as Range<UInt64>)
  func joinedMovementsAreThoseOneByOne(seed: UInt64) throws {
    var random = RandomStream(seed: seed)
    var joined = Self.picture(&random)
    var single = joined
    var copy = random
    for _ in 0..<6 {
      try Self.move(&joined, &random)
      try Self.move(&single, &copy)
      single.evaluate()
      #expect(joined.size == single.size)
    }
    #expect(joined.labelMapsAhead == single.labelMaps)
    #expect(joined.image == single.image)
    #expect(joined.labelMaps == single.labelMaps)
  }

  @Test(arguments: 1...8, 1...8)
  func turnsCompose(first: Int, second: Int) {
    let raster = Raster<UInt8>(height: 2, width: 3, channels: 1, values: [1, 2, 3, 4, 5, 6])
    let both = Turn(first).followed(by: Turn(second)).orientation
    #expect(raster.oriented(first).oriented(second) == raster.oriented(both))
  }

  /// Only what the crop keeps is left to be computed.
  @Test func cropsAreJoined() {
    var moves = Moves(from: PixelSize(width: 100, height: 100))
    moves.append(.crop(PixelBox(x: 10, y: 20, width: 50, height: 50)))
    let size = PixelSize(width: 200, height: 200)
    moves.append(
      .resize(
        .init(
          part: PixelBox(PixelSize(width: 50, height: 50)), size: size, kept: PixelBox(size),
          filter: .linear, labels: .nearest)))
    moves.append(.turn(2))
    moves.append(.crop(PixelBox(x: 0, y: 0, width: 30, height: 40)))
    #expect(moves.all.count == 2)
    guard case .resize(let resizing) = moves.all[0] else {
      Issue.record("not resized first")
      return
    }
    #expect(resizing.part == PixelBox(x: 10, y: 20, width: 50, height: 50))
    #expect(resizing.kept == PixelBox(x: 170, y: 0, width: 30, height: 40))
  }

  @Test func framesAreBounded() {
    var canvas = Canvas(
      image: .uint8(Raster(height: 2, width: 2, channels: 1, filledWith: 0)), labelMaps: [])
    for box in [
      PixelBox(x: .max, y: 0, width: 1, height: 1), PixelBox(x: 0, y: .min, width: 1, height: 1),
      PixelBox(x: 0, y: 0, width: .max, height: 2), PixelBox(x: 0, y: 0, width: 0, height: 2),
      PixelBox(x: 0, y: 0, width: -1, height: -1),
    ] {
      #expect(throws: TransformError.self) { try canvas.frame(box, border: .reflect) }
    }
  }
}
