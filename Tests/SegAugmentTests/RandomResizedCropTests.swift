import Foundation
import SegBasics
import SegImaging
import Testing

@testable import SegAugment

@Suite struct RandomResizedCropTests {
  private func boxes(_ word: String, width: Int, height: Int, count: Int) throws -> [PixelBox] {
    let operation = try RandomResizedCrop(
      OperationArguments(word, specification: RandomResizedCrop.specification))
    var canvas = Canvas(
      image: .uint8(Raster(height: height, width: width, channels: 1, filledWith: 0)),
      labelMaps: [])
    return (0..<count).map { seed in
      var random = RandomStream(seed: UInt64(seed))
      return operation.draw(from: &random, for: &canvas)
    }
  }

  /// Of a large square, where every draw fits: share uniform, logarithm of the shape uniform.
  @Test func shareAndShapeAreUniform() throws {
    let boxes = try boxes(
      "random-resized-crop=8:scale=0.1..0.5,ratio=0.5..2", width: 1000, height: 1000, count: 4000)
    let shares = boxes.map { Double($0.width * $0.height) / 1e6 }
    let shapes = boxes.map { log(Double($0.width) / Double($0.height)) }
    #expect(abs(shares.reduce(0, +) / 4000 - 0.3) < 0.006)
    #expect(abs((shares.min() ?? 0) - 0.1) < 0.003 && abs((shares.max() ?? 0) - 0.5) < 0.003)
    #expect(abs(shapes.reduce(0, +) / 4000) < 0.02)
    #expect(abs((shapes.min() ?? 0) + log(2)) < 0.01 && abs((shapes.max() ?? 0) - log(2)) < 0.01)
    let places = boxes.map { Double($0.x) / Double(1000 - $0.width) }
    #expect(abs(places.reduce(0, +) / 4000 - 0.5) < 0.02)
    #expect(boxes.allSatisfy { $0.isInside(PixelSize(width: 1000, height: 1000)) })
  }

  /// torchvision 0.28, `RandomResizedCrop.get_params` with the standard scale and ratio on a picture of
  /// 300x200 drawn 20000 times: mean height 145.5, mean width 151.8.
  @Test func sizesAreThoseOfTorchvision() throws {
    let boxes = try boxes("random-resized-crop=8", width: 300, height: 200, count: 8000)
    let height = Double(boxes.reduce(0) { $0 + $1.height }) / 8000
    let width = Double(boxes.reduce(0) { $0 + $1.width }) / 8000
    #expect(abs(height - 145.5) < 1.5 && abs(width - 151.8) < 1.5, "\(height), \(width)")
  }

  /// Where nothing fits, the largest rectangle of an allowed shape in the middle.
  @Test func longPicturesAreCroppedInTheMiddle() throws {
    #expect(
      try boxes("random-resized-crop=8:scale=1,ratio=1", width: 90, height: 10, count: 1)
        == [PixelBox(x: 40, y: 0, width: 10, height: 10)])
    #expect(
      try boxes("random-resized-crop=8:scale=1,ratio=0.5..2", width: 7, height: 100, count: 1)
        == [PixelBox(x: 0, y: 43, width: 7, height: 14)])
    #expect(
      try boxes("random-resized-crop=8:scale=0.000001", width: 9, height: 9, count: 1)
        == [PixelBox(x: 0, y: 0, width: 9, height: 9)])
  }
}
