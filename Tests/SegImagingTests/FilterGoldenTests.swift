import Foundation
import SegImaging
import SegTestSupport
import Testing

/// What the peers' filters make of small pictures: see `fixtures/golden/effects.py`.
@Suite struct FilterGoldenTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var peer: String
    var source: [Int]
    var operation: [String]
    var samples: [Int]

    var testDescription: String {
      "\(peer) \(source.map(String.init).joined(separator: "x")) \(operation.joined(separator: " "))"
    }
  }

  static let cases: [Case] = {
    let text = (try? String(contentsOfFile: fixture("golden/effects.tsv"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map { line in
      let fields = line.split(separator: "\t").map(String.init)
      let source = fields[1].split(separator: "x").compactMap { Int($0) }
      let digits = Array(fields[4])
      let width = source[3] / 4
      return Case(
        peer: fields[0], source: source,
        operation: fields[2].split(separator: " ").map(String.init),
        samples: stride(from: 0, to: digits.count, by: width).compactMap {
          Int(String(digits[$0..<$0 + width]), radix: 16)
        })
    }
  }()

  @Test func allCasesAreThere() { #expect(Self.cases.count == 66) }

  /// Means and medians of squares are the peers' bit for bit; weighted sums differ by rounding.
  ///
  /// OpenCV rounds the weights of a Gaussian to 8 bits, or 16, and sums 16 bits in float32.
  @Test(arguments: cases)
  func equalsThePeer(_ golden: Case) throws {
    let image = TestPicture.image(golden.source)
    let numbers = golden.operation.compactMap { Double($0) }
    let filtered: Image
    var allowed = 0
    switch golden.operation[0] {
    case "blur":
      filtered = image.gaussianBlurred(side: Int(numbers[0]), sigma: numbers[1])
      allowed = golden.peer == "cv2" && golden.source[3] == 16 ? 2 : 1
    case "box":
      filtered = image.boxBlurred(side: Int(numbers[0]))
      allowed = golden.source[3] == 16 ? 1 : 0
    case "median": filtered = image.medianFiltered(side: Int(numbers[0]))
    default:
      let places = golden.operation.dropFirst(2).map { place in
        let numbers = place.split(separator: ",").compactMap { Int($0) }
        return (row: numbers[0], column: numbers[1])
      }
      filtered = image.averaged(over: places, radius: Int(numbers[0]))
      // OpenCV rounds a half to even.
      allowed = places.count % 2 == 0 ? 1 : 0
    }
    let differences = zip(filtered.samples, golden.samples).map { abs($0 - $1) }
    #expect(filtered.size == image.size && differences.count == golden.samples.count)
    #expect((differences.max() ?? 0) <= allowed, "mean difference \(mean(differences))")
    if golden.peer == "torchvision" { #expect(mean(differences) < 0.05) }
  }

  private func mean(_ numbers: [Int]) -> Double {
    Double(numbers.reduce(0, +)) / Double(max(1, numbers.count))
  }
}
