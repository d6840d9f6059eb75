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
