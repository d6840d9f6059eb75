import SegBasics
import SegImaging
import Testing

@testable import SegAugment

@Suite struct TurnOperationTests {
  private func canvas() -> Canvas {
    let raster = Raster<UInt8>(height: 2, width: 3, channels: 1, values: [1, 2, 3, 4, 5, 6])
    return Canvas(image: .uint8(raster), labelMaps: [.uint8(raster)])
  }

  /// `np.flipud`, `np.transpose` and `np.rot90` of 1 2 3 / 4 5 6.
  @Test(
    arguments: [
      ("vflip:p=1", 3, [4, 5, 6, 1, 2, 3]), ("hflip:p=1", 3, [3, 2, 1, 6, 5, 4]),
      ("transpose:p=1", 2, [1, 4, 2, 5, 3, 6]), ("rot90=0", 3, [1, 2, 3, 4, 5, 6]),
      ("rot90=1", 2, [3, 6, 2, 5, 1, 4]), ("rot90=2", 3, [6, 5, 4, 3, 2, 1]),
      ("rot90=3", 2, [4, 1, 5, 2, 6, 3]),
    ] as [(String, Int, [UInt8])])
  func isExact(word: String, width: Int, expected: [UInt8]) throws {
    var canvas = canvas()
    _ = try Pipeline([word]).apply(to: &canvas, key: StreamKey(seed: 0, sample: "k"))
    let turned = Raster(height: 6 / width, width: width, channels: 1, values: expected)
    #expect(canvas.image == .uint8(turned))
    #expect(canvas.labelMaps == [.uint8(turned)])
  }

  /// Every turn is as likely.
  @Test(arguments: [("rot90", 4), ("d4", 8)])
  func drawsUniformly(word: String, count: Int) throws {
    let pipeline = try Pipeline([word])
    var seen: [[UInt8]: Int] = [:]
    let draws = 4000
    for number in 0..<draws {
      var canvas = canvas()
      _ = try pipeline.apply(
        to: &canvas, key: StreamKey(seed: 3, epoch: 0, index: UInt64(number)))
      guard case .uint8(let raster) = canvas.image else { continue }
      seen[[UInt8(raster.width)] + raster.values, default: 0] += 1
    }
    #expect(seen.count == count)
    for (_, times) in seen { #expect(abs(Double(times * count) / Double(draws) - 1) < 0.15) }
  }

  @Test func recordedTurnsAreChecked() throws {
    var canvas = canvas()
    let turns = try QuarterTurns(
      OperationArguments("rot90", specification: QuarterTurns.specification))
    #expect(throws: TransformError.self) { try turns.apply(.init(k: 4), to: &canvas) }
    let d4 = try SquareSymmetry(
      OperationArguments("d4", specification: SquareSymmetry.specification))
    #expect(throws: TransformError.self) { try d4.apply(.init(orientation: 0), to: &canvas) }
  }

  @Test(arguments: ["rot90=4", "rot90=-1", "rot90=x", "rot90:k="])
  func refusesOtherTurns(word: String) {
    #expect(throws: OperationError.self) { try Pipeline([word]) }
  }
}
