import Foundation
import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

@testable import SegAugment

/// What the peers make of small pictures: see `fixtures/golden/colors.py`, which drew the results.
@Suite struct GoldenColorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var peer: String
    var word: String
    var shape: [Int]
    var before: [Int]
    var after: String

    var testDescription: String {
      "\(peer) \(shape.map(String.init).joined(separator: "x")) \(word)"
    }

    var image: Image {
      let (height, width, channels) = (shape[0], shape[1], shape[2])
      return shape[3] == 8
        ? .uint8(
          Raster(
            height: height, width: width, channels: channels, values: before.map { UInt8($0) }))
        : .uint16(
          Raster(
            height: height, width: width, channels: channels, values: before.map { UInt16($0) }))
    }
  }

  static func numbers(_ text: some StringProtocol, digits: Int) -> [Int] {
    let characters = Array(text)
    return stride(from: 0, to: characters.count, by: digits).compactMap {
      Int(String(characters[$0..<$0 + digits]), radix: 16)
    }
  }

  static let cases: [Case] = {
    let text = (try? String(contentsOfFile: fixture("golden/colors.tsv"), encoding: .utf8)) ?? ""
    var before: [Int] = []
    return text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "\t").map(String.init)
      let shape = fields[2].split(separator: "x").compactMap { Int($0) }
      if fields[1] == "picture" {
        before = numbers(fields[3], digits: shape[3] / 4)
        return nil
      }
      return Case(
        peer: fields[0], word: fields[1], shape: shape, before: before, after: fields[3])
    }
  }()

  @Test func allCasesAreThere() { #expect(Self.cases.count == 188) }

  /// Each operation to the last bit.
  @Test(arguments: cases)
  func equalsThePeer(_ golden: Case) throws {
    var canvas = Canvas(image: golden.image, labelMaps: [])
    _ = try Pipeline([golden.word]).apply(to: &canvas, key: StreamKey(seed: 1, epoch: 0, index: 0))
    switch canvas.imageContent {
    case .pixels(let image):
      #expect(image.samples == Self.numbers(golden.after, digits: golden.shape[3] / 4))
    case .file(let bytes, _):
      let (header, start) = try NPYHeader.parse(bytes)
      #expect(header == NPYHeader(type: "<f4", shape: Array(golden.shape.prefix(3))))
      let floats = bytes[start...].withUnsafeBytes { Array($0.bindMemory(to: UInt32.self)) }
      #expect(floats.map(Int.init) == Self.numbers(golden.after, digits: 8))
    }
  }

  /// A 16-bit picture of bytes times 257 has their results, but for what is cut off in 8 bits.
  @Test(arguments: cases.filter { $0.shape[3] == 8 && $0.peer == "torchvision" })
  func sixteenBitsAgree(_ golden: Case) throws {
    // What counts values sees others there.
    if golden.word == "equalize" || golden.word.hasPrefix("normalize") { return }
    let image = Image.uint16(
      Raster(
        height: golden.shape[0], width: golden.shape[1], channels: golden.shape[2],
        values: golden.before.map { UInt16($0 * 257) }))
    var canvas = Canvas(image: image, labelMaps: [])
    _ = try Pipeline([golden.word]).apply(to: &canvas, key: StreamKey(seed: 1, epoch: 0, index: 0))
    let expected = Self.numbers(golden.after, digits: 2)
    for (index, (got, bytes)) in zip(canvas.image.samples, expected).enumerated() {
      if golden.word.hasPrefix("posterize") {
        #expect(got >> 8 == bytes, "sample \(index)")
      } else {
        #expect(abs(Double(got) / 257 - Double(bytes)) < 2.1, "sample \(index)")
      }
    }
  }
}

extension Image {
  /// The samples in C order.
  fileprivate var samples: [Int] {
    switch self {
    case .uint8(let raster): raster.values.map { Int($0) }
    case .uint16(let raster): raster.values.map { Int($0) }
    }
  }
}
