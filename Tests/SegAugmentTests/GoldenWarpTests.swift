import Foundation
import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

@testable import SegAugment

/// What torchvision and OpenCV make of a small picture: see `fixtures/golden/warps.py`.
@Suite struct GoldenWarpTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var peer: String
    var operation: String
    var drawn: String
    var size: PixelSize
    var samples: [UInt8]
    var indices: [UInt8]

    var testDescription: String { "\(peer) \(operation) \(drawn)" }
  }

  static let cases: [Case] = {
    let text = (try? String(contentsOfFile: fixture("golden/warps.tsv"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map { line in
      let fields = line.split(separator: "\t").map(String.init)
      let size = fields[3].split(separator: "x").compactMap { Int($0) }
      func bytes(_ text: String) -> [UInt8] {
        let digits = Array(text)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
          UInt8(String(digits[$0..<$0 + 2]), radix: 16)
        }
      }
      return Case(
        peer: fields[0], operation: fields[1], drawn: fields[2],
        size: PixelSize(width: size[0], height: size[1]), samples: bytes(fields[4]),
        indices: bytes(fields[5]))
    }
  }()

  /// The picture of the script.
  static func canvas() -> Canvas {
    let image = Raster<UInt8>(height: 16, width: 24, channels: 3) { values in
      for index in values.indices {
        let (y, x, c) = (index / 72, index / 3 % 24, index % 3)
        values[index] = UInt8((37 * y + 61 * x + 83 * c + 7 * x * y) % 256)
      }
    }
    let labels = Raster<UInt8>(height: 16, width: 24, channels: 1) { values in
      for index in values.indices { values[index] = UInt8(index % 24 / 4 + 7 * (index / 96)) }
    }
    return Canvas(image: .uint8(image), labelMaps: [.uint8(labels)])
  }

  @Test func allCasesAreThere() { #expect(Self.cases.count == 18) }

  @Test(arguments: cases)
  func equalsThePeer(_ golden: Case) throws {
    var canvas = Self.canvas()
    let drawn = try JSONDecoder().decode(JSONValue.self, from: Data(golden.drawn.utf8))
    if golden.peer == "torchvision" {
      guard case .object(let parameters) = drawn else { throw NotAnObject() }
      let name = String(golden.operation.prefix { $0 != ":" })
      let draw = SampleMetadata.Draw(
        name: name, place: "0", word: golden.operation, stage: nil, parameters: parameters)
      try Replay([draw]).apply(to: &canvas)
    } else {
      let m = try JSONDecoder().decode([Double].self, from: Data(golden.drawn.utf8))
      let words = golden.operation.split(separator: " ").map(String.init)
      let borders: [String: Border] = [
        "replicate": .replicate, "reflect": .reflect, "symmetric": .symmetric,
      ]
      // Of sample coordinates, for positions.
      let half = Homography.translation(0.5, 0.5)
      let homography = half.after(Homography(m + [0, 0, 1])).after(.translation(-0.5, -0.5))
      try canvas.warp(
        homography, filter: try #require(SampleFilter(rawValue: words[0])),
        border: try #require(borders[words[1]]))
    }
    guard case .uint8(let image) = canvas.image, case .uint8(let labels)? = canvas.labelMaps.first
    else { throw NotAnObject() }
    #expect(canvas.size == golden.size)
    try #require(image.values.count == golden.samples.count)
    #expect(labels.values == golden.indices)
    let apart = zip(image.values, golden.samples).map { abs(Int($0) - Int($1)) }
    if golden.operation.contains("nearest") {
      #expect(apart.max() == 0)
    } else {
      // Rounded from 21 bits of fixed point here, from 24 bits of floating point there, which differs
      // at halves; OpenCV's coordinates are tenths, so there are many.
      #expect((apart.max() ?? 0) <= 1)
      #expect(apart.reduce(0, +) * 100 <= 3 * apart.count, "\(apart.reduce(0, +)) apart")
    }
  }
  private struct NotAnObject: Error {}
}

/// What albumentations 2.0.8 computes with the following lines.
///
///     p = F.normalize_grid_distortion_steps((w, w), s, factors, factors)
///     F.generate_grid((w, w), p["steps_x"], p["steps_y"], s)[0][0].round(5)
@Suite struct GridPositionTests {
  @Test(arguments: [
    (
      [1.2, 0.8, 1.1, 0.7, 1.3, 0.9],
      [
        0.0, 1.59307, 3.18615, 4.77922, 4.77922, 5.84127, 6.90332, 7.96537, 7.96537, 9.42569,
        10.886,
        12.34632, 12.34632, 13.27561, 14.20491, 15.1342, 15.1342, 16.86003, 18.58586, 20.31169,
        20.31169, 21.65584, 23.0,
      ]
    ),
    (
      [1.2, 0.8, 1.1, 0.7, 1.3],
      [
        0.0, 1.64848, 3.29697, 4.94545, 4.94545, 6.04444, 7.14343, 8.24242, 8.24242, 9.75354,
        11.26465, 12.77576, 12.77576, 13.73737, 14.69899, 15.66061, 15.66061,
      ]
    ),
  ])
  func cellsAreFittedToTheLength(factors: [Double], expected: [Double]) {
    let positions = GridDistortion.positions(factors, length: expected.count, true)
    for (position, expected) in zip(positions, expected) {
      #expect(abs(Double(position) - expected) < 1e-5)
    }
  }
}
