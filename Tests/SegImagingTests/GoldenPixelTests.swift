import Foundation
import SegImaging
import SegTestSupport
import Testing

/// What the peers make of small pictures: see `fixtures/golden/pixels.py`, which drew the results.
@Suite struct GoldenPixelTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var peer: String
    var source: [Int]
    var operation: String
    var size: PixelSize
    var samples: [Int]

    var testDescription: String {
      "\(peer) \(source.map(String.init).joined(separator: "x")) \(operation) to \(size)"
    }
  }

  static let cases: [Case] = {
    let text = (try? String(contentsOfFile: fixture("golden/pixels.tsv"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map { line in
      let fields = line.split(separator: "\t").map(String.init)
      let source = fields[1].split(separator: "x").compactMap { Int($0) }
      let size = fields[3].split(separator: "x").compactMap { Int($0) }
      let digits = Array(fields[4])
      let width = source[3] / 4
      return Case(
        peer: fields[0], source: source, operation: fields[2],
        size: PixelSize(width: size[0], height: size[1]),
        samples: stride(from: 0, to: digits.count, by: width).compactMap {
          Int(String(digits[$0..<$0 + width]), radix: 16)
        })
    }
  }()

  @Test func allCasesAreThere() { #expect(Self.cases.count == 287) }

  @Test(arguments: cases)
  func equalsThePeer(_ golden: Case) throws {
    var image = TestPicture.image(golden.source)
    let words = golden.operation.split(separator: " ").map(String.init)
    let amount = Double(words[1]) ?? 0
    switch words[0] {
    case "brightness": image.adjustBrightness(amount)
    case "contrast": image.adjustContrast(amount)
    case "saturation": image.adjustSaturation(amount)
    case "hue": image.adjustHue(amount)
    default:
      let filter = try #require(ResizeFilter(rawValue: words[1]))
      image = image.resized(to: golden.size, filter: filter)
    }
    #expect(image.size == golden.size)
    guard golden.operation.hasSuffix("cubic") else {
      #expect(image.samples == golden.samples)
      return
    }
    // Sums of negative and positive weights in another order round halves to either side.
    let differences = zip(image.samples, golden.samples).map { abs($0 - $1) }.filter { $0 > 0 }
    #expect(image.samples.count == golden.samples.count)
    #expect(differences.allSatisfy { $0 == 1 })
    #expect(differences.count * 100 <= image.samples.count, "\(differences.count) differ")
  }
}
