import SegBasics
import SegImaging
import SegSamples
import SegTestSupport
import Testing

@testable import SegAugment

/// The tables and magnitudes against torchvision's own, in `fixtures/golden/autoaugment.txt`.
@Suite struct AutoAugmentTests {
  /// The lines after each heading.
  private static func golden() throws -> [String: [String]] {
    let text = String(
      decoding: try readFile(fixture("golden/autoaugment.txt")), as: UTF8.self)
    let headings = ["imagenet", "cifar10", "svhn", "auto 331x221", "rand 500x375", "trivial"]
    var sections: [String: [String]] = [:]
    var heading = ""
    for line in text.split(separator: "\n").map(String.init) {
      if headings.contains(line) {
        heading = line
      } else {
        sections[heading, default: []].append(line)
      }
    }
    return sections
  }

  @Test(arguments: AutoAugment.Found.allCases)
  func tables(found: AutoAugment.Found) throws {
    let expected = try #require(try Self.golden()[found.rawValue])
    #expect(found.table.split(separator: "\n").map(String.init) == expected)
    let specification = AutoAugment.specification
    let policy = try AutoAugment(
      OperationArguments("autoaugment=\(found.rawValue)", specification: specification))
    #expect(policy.pairs.count == 25 && policy.pairs.allSatisfy { $0.count == 2 })
    for entry in policy.pairs.joined() {
      #expect((entry.bin != nil) == entry.operation.hasMagnitude)
    }
  }

  @Test(arguments: [
    ("auto 331x221", 10, PolicyOperation.Space.usual, PixelSize(width: 331, height: 221)),
    ("rand 500x375", 31, .usual, PixelSize(width: 500, height: 375)),
    ("trivial", 31, .wide, PixelSize(width: 100, height: 100)),
  ])
  func magnitudes(section: String, bins: Int, space: PolicyOperation.Space, size: PixelSize) throws
  {
    let text = try #require(try Self.golden()[section])
    let lines = text.map { $0.split(separator: " ") }
    let names = lines.map { String($0[0]) }
    if section != "auto 331x221" {
      #expect(names == PolicyOperation.withoutInvert.map(\.rawValue))
    }
    for line in lines {
      let operation = try #require(PolicyOperation(rawValue: String(line[0])))
      #expect(operation.isSigned == (line[1] == "1"))
      #expect(operation.hasMagnitude == (line.count > 2))
      for (bin, text) in line.dropFirst(2).enumerated() {
        let ours = operation.magnitude(bin: bin, of: bins, space: space, size: size)
        #expect(Float(ours) == Float(text), "\(operation) \(bin)")
      }
    }
  }
}
