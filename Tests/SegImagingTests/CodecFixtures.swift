import Foundation
import SegImaging
import SegTestSupport
import Testing

/// A line of fixtures/codecs/expected.txt: what the peers read in a picture.
struct ExpectedSamples: CustomTestStringConvertible, Sendable {
  let file: String
  let isRaw: Bool
  let shape: [Int]
  let bits: Int
  let hex: String

  var testDescription: String { "\(file) \(isRaw ? "raw" : "picture")" }

  init?(line: Substring) {
    let fields = line.split(separator: " ")
    guard fields.count == 7 else { return nil }
    file = String(fields[0])
    isRaw = fields[1] == "raw"
    shape = fields[2...4].compactMap { Int($0) }
    bits = Int(fields[5]) ?? 0
    hex = String(fields[6])
  }

  static let all: [ExpectedSamples] = {
    let text = try? String(contentsOfFile: fixture("codecs/expected.txt"), encoding: .utf8)
    return (text ?? "").split(separator: "\n").compactMap { ExpectedSamples(line: $0) }
  }()
}

/// The bytes of a picture of fixtures/codecs.
func codecFixture(_ name: String) throws -> [UInt8] {
  Array(try Data(contentsOf: URL(filePath: fixture("codecs/\(name)"))))
}

/// The names of all pictures of fixtures/codecs.
let codecFixtureNames: [String] = {
  let names = try? FileManager.default.contentsOfDirectory(atPath: fixture("codecs"))
  return (names ?? []).filter {
    ["png", "jpg", "tif", "gif"].contains($0.split(separator: ".").last)
  }.sorted()
}()

extension Image {
  /// Rows, columns, channels.
  var shape: [Int] { [height, width, channels] }

  /// The samples, 2 hexadecimal digits each, or 4 of 16 bits.
  var hex: String {
    func digits<Scalar>(_ raster: Raster<Scalar>) -> String {
      let count = Scalar.bitWidth / 4
      return raster.values.map { value in
        let text = String(value, radix: 16)
        return String(repeating: "0", count: count - text.count) + text
      }.joined()
    }
    return switch self {
    case .uint8(let raster): digits(raster)
    case .uint16(let raster): digits(raster)
    }
  }

  /// Bits a sample.
  var bits: Int {
    switch self {
    case .uint8: 8
    case .uint16: 16
    }
  }
}
