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

/// What policies draw, and what comes of it.
@Suite struct PublishedPolicyTests {
  /// Every operation gives torchvision's pixels, at bin 7 of 10.
  @Test func pixelsAreThoseOfTorchvision() throws {
    let text = String(
      decoding: try readFile(fixture("golden/autoaugment-pixels.txt")), as: UTF8.self)
    var values: [UInt8] = []
    for y in 0..<10 {
      for x in 0..<13 {
        for c in 0..<3 { values.append(UInt8((x * 17 + y * 23 + c * 41 + x * y * 3) % 251)) }
      }
    }
    let picture = Raster<UInt8>(height: 10, width: 13, channels: 3, values: values)
    let specification = TrivialAugment.specification
    let filling = try PolicyFilling(
      OperationArguments("trivialaugment", specification: specification))
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      let operation = try #require(PolicyOperation(rawValue: String(words[0])))
      let magnitude = try #require(Double(words[1]))
      let size = PixelSize(width: 13, height: 10)
      let ours = operation.magnitude(bin: 7, of: 10, space: .usual, size: size)
      #expect(abs(magnitude) == (operation.hasMagnitude ? ours : 0))
      let step = try #require(try operation.step(magnitude: magnitude, filling: filling))
      var canvas = Canvas(image: .uint8(picture), labelMaps: [])
      _ = try Pipeline([step.word]).apply(to: &canvas, key: StreamKey(seed: 1, sample: "a"))
      let hex = Array(words[2].utf8)
      let expected = stride(from: 0, to: hex.count, by: 2).compactMap {
        UInt8(String(decoding: hex[$0..<$0 + 2], as: UTF8.self), radix: 16)
      }
      guard case .uint8(let result) = canvas.image else { continue }
      let apart = zip(result.values, expected).count { $0 != $1 }
      #expect(apart == 0 && expected.count == result.values.count, "\(step.word): \(apart) samples")
    }
  }

  private func draws(_ word: String, _ index: Int) throws -> [SampleMetadata.Draw] {
    let image = Image.uint8(Raster<UInt8>(height: 20, width: 30, channels: 3, filledWith: 90))
    var canvas = Canvas(image: image, labelMaps: [])
    return try Pipeline([word]).apply(to: &canvas, key: StreamKey(seed: 3, sample: "s\(index)"))
  }

  /// What is drawn is recorded operation by operation, with a word that says all.
  @Test func drawsAreLeaves() throws {
    var names: [String: Int] = [:]
    for index in 0..<700 {
      let draws = try draws("trivialaugment", index)
      #expect(draws.count == 1)
      names[draws[0].name, default: 0] += 1
      #expect(draws[0].place == (draws[0].name == "trivialaugment" ? "0" : "0/0"))
    }
    // Shears and shifts are two operations each; the identity leaves the policy's own name.
    let expected = [
      "trivialaugment": 1, "shear": 2, "shift": 2, "rotate": 1, "brightness": 1, "saturation": 1,
      "contrast": 1, "sharpness": 1, "posterize": 1, "solarize": 1, "autocontrast": 1,
      "equalize": 1,
    ]
    #expect(Set(names.keys) == Set(expected.keys))
    for (name, count) in names { #expect(abs(count - 50 * (expected[name] ?? 0)) < 40, "\(name)") }
  }

  /// Each pair is drawn as often as another, and its operations as the table says.
  @Test func pairsHaveTheirChances() throws {
    var applied: [String: Int] = [:]
    for index in 0..<2500 {
      let draws = try draws("autoaugment=svhn", index)
      #expect(draws.map(\.place) == ["0/0", "0/1"])
      for draw in draws where draw.parameters != nil { applied[draw.name, default: 0] += 1 }
    }
    var expected: [String: Double] = [:]
    let policy = try AutoAugment(
      OperationArguments("autoaugment=svhn", specification: AutoAugment.specification))
    for entry in policy.pairs.joined() {
      expected[entry.operation.name ?? "", default: 0] += 100 * entry.probability
    }
    for (name, count) in expected where count > 0 {
      #expect(abs(Double(applied[name] ?? 0) - count) < 5 * count.squareRoot(), "\(name)")
    }
  }

  @Test func randAugmentDrawsItsCountAtItsMagnitude() throws {
    var signs: Set<Bool> = []
    for index in 0..<200 {
      for draw in try draws("randaugment:n=3,m=30", index) where draw.name == "rotate" {
        guard case .number(let angle) = draw.parameters?["angle"] else { continue }
        #expect(abs(angle) == 30)
        signs.insert(angle < 0)
      }
    }
    #expect(signs.count == 2)
    let counts = try (0..<200).map { try draws("randaugment:n=3", $0).count }
    #expect(counts.allSatisfy { (1...3).contains($0) } && counts.contains(3))
  }

  @Test(arguments: [
    ("autoaugment=coco", "expected imagenet, cifar10, svhn"),
    ("randaugment:m=31", "m=31: expected a whole number of 0..30"),
    ("randaugment:n=0", "n=0: expected"), ("randaugment=9", "no main parameter"),
    ("trivialaugment:bins=1", "bins=1: expected"), ("trivialaugment:filter=bicubic", "nearest"),
    ("autoaugment:fill=300", "fill=300"), ("autoaugment:mask-fill=x", "mask-fill=x"),
  ])
  func isRefused(word: String, message: String) {
    let error = #expect(throws: OperationError.self) { try Pipeline([word]) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }
}
