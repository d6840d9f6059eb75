import SegBasics
import SegImaging
import SegSamples
import Testing

@testable import SegAugment

@Suite struct MixingTests {
  private func flat(_ value: UInt8, label: UInt8, key: String) -> Sample {
    let image = Raster<UInt8>(height: 20, width: 30, channels: 3, filledWith: value)
    let labels = Raster<UInt8>(height: 20, width: 30, channels: 1, filledWith: label)
    return Sample(key: key, image: .pixels(.uint8(image)), labelMap: .indices(.uint8(labels)))
  }

  /// One partner, `b`, of value 200 and class 2.
  private struct OnePartner: PartnerSource {
    let sample: Sample
    func drawPartner(from random: inout RandomStream, for key: String) -> Sample { sample }
    func partner(named key: String) -> Sample { sample }
  }

  private func mixed(_ words: [String], key: String = "a", with partner: Sample) throws -> Sample {
    var augmentation = Augmentation(try Pipeline(words))
    augmentation.partners = OnePartner(sample: partner)
    return try augmentation.copy(0, of: flat(100, label: 1, key: key))
  }

  private func pixels(_ sample: Sample) throws -> (image: [UInt8], labels: [UInt8]) {
    let (image, labels) = try OperationContractTests.pixels(sample)
    return (image.values, labels.values)
  }

  /// Where the partner's class is, there are the partner's pixels; the areas are as drawn.
  @Test(arguments: ["ricap", "cutmix", "copy-paste=2"])
  func pixelsAndClassesComeTogether(word: String) throws {
    var shares: [Double] = []
    for number in 0..<200 {
      let sample = try mixed([word], key: "a\(number)", with: flat(200, label: 2, key: "b"))
      let (image, labels) = try pixels(sample)
      #expect(labels.indices.allSatisfy { image[3 * $0] == (labels[$0] == 2 ? 200 : 100) })
      shares.append(Double(labels.filter { $0 == 2 }.count) / 600)
    }
    let mean = shares.reduce(0, +) / 200
    // RICAP: a quarter of the area is the sample's own. CutMix: λ is uniform, and boxes are clipped.
    switch word {
    case "ricap": #expect(abs(mean - 0.75) < 0.09, "\(mean)")
    case "cutmix": #expect((0.25...0.45).contains(mean), "\(mean)")
    default: #expect(mean == 1)
    }
  }

  /// A partner goes through what stands before, also inside the word the mixing stands in.
  @Test(arguments: [
    "all(resize=16x12|cutmix)",
    "oneof(all(resize=16x12|all(hflip=1|cutmix))|all(resize=16x12|ricap))",
  ])
  func partnersGoThroughSiblings(word: String) throws {
    let image = Raster<UInt8>(height: 9, width: 11, channels: 3, filledWith: 200)
    let labels = Raster<UInt8>(height: 9, width: 11, channels: 1, filledWith: 2)
    let small = Sample(
      key: "b", image: .pixels(.uint8(image)), labelMap: .indices(.uint8(labels)))
    for number in 0..<10 {
      let sample = try mixed([word], key: "a\(number)", with: small)
      #expect(try pixels(sample).labels.count == 16 * 12)
    }
  }

  /// Copies of a sample are no partners of it, though they have keys of their own.
  @Test func copiesOfItselfAreNoPartners() throws {
    struct Pair: PartnerSource {
      let samples: [Sample]
      func drawPartner(from random: inout RandomStream, for key: String) -> Sample {
        samples[random.integer(in: 0...1)]
      }
      func partner(named key: String) -> Sample { samples[0] }
    }
    var copy = flat(100, label: 1, key: "a~1")
    copy.metadata.source = "a"
    var augmentation = Augmentation(try Pipeline(["mixup"]))
    augmentation.partners = Pair(samples: [copy, flat(200, label: 2, key: "b")])
    for seed in 0..<20 as Range<UInt64> {
      augmentation.seed = seed
      var own = flat(100, label: 1, key: "a~0")
      own.metadata.source = "a"
      #expect(try augmentation.copy(0, of: own).metadata.mix?.partner == "b")
    }
  }

  /// `λ·100 + (1 − λ)·200`, rounded; λ stands in the metadata and has the mean of its distribution.
  @Test func mixupBlendsAndKeepsBothMaps() throws {
    var sum = 0.0
    for number in 0..<400 {
      let sample = try mixed(["mixup"], key: "a\(number)", with: flat(200, label: 2, key: "b"))
      let mix = try #require(sample.metadata.mix)
      #expect(mix.partner == "b")
      let value = Float(mix.weight) * 100 + (1 - Float(mix.weight)) * 200
      #expect(try pixels(sample).image.allSatisfy { $0 == UInt8(value.rounded(.toNearestOrEven)) })
      #expect(try pixels(sample).labels.allSatisfy { $0 == 1 })
      guard case .indices(.uint8(let second)) = sample.secondLabelMap else { throw NoMap() }
      #expect(second.values.allSatisfy { $0 == 2 })
      sum += mix.weight
    }
    #expect(abs(sum / 400 - 0.5) < 0.06)
  }
  private struct NoMap: Error {}

  /// The partner is treated by the operations that stand before, with random numbers of its own.
  @Test func partnersGoThroughWhatStandsBefore() throws {
    let partner = flat(200, label: 2, key: "b")
    let sample = try mixed(["resize=8x8", "cutmix"], with: partner)
    #expect(try pixels(sample).labels.count == 64)
    let draw = try #require(sample.metadata.draws.last?.parameters?["partners"])
    let partners = try draw.decode(as: [Partner].self)
    #expect(partners.map(\.key) == ["b"])
    #expect(partners[0].draws.map(\.name) == ["resize"])
  }

  @Test func whatCannotBeMixedIsRefused() throws {
    let partner = flat(200, label: 2, key: "b")
    func expect(_ words: [String], _ partner: Sample, _ message: String) {
      let error = #expect(throws: TransformError.self) { try mixed(words, with: partner) }
      #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }
    expect(["mixup", "ricap"], partner, "mixup must come last")
    var small = partner
    let pixel = Raster<UInt8>(height: 1, width: 1, channels: 3, filledWith: 0)
    small.image = .pixels(.uint8(pixel))
    small.labelMap = .indices(.uint8(Raster(height: 1, width: 1, channels: 1, filledWith: 0)))
    for word in ["ricap", "mixup", "cutmix"] { expect([word], small, "has 1x1 pixels") }
    var gray = partner
    gray.image = .pixels(.uint8(Raster(height: 20, width: 30, channels: 1, filledWith: 0)))
    #expect(throws: Never.self) { try mixed(["cutmix"], with: gray) }
    gray.image = .pixels(.uint8(Raster(height: 20, width: 30, channels: 4, filledWith: 0)))
    expect(["cutmix"], gray, "has 4 channels")
    var bare = partner
    bare.labelMap = nil
    expect(["ricap"], bare, "has no label map")
    expect(["copy-paste=2"], bare, "has no label map")
    let alone = Augmentation(try Pipeline(["mixup"]))
    #expect(throws: TransformError.failed("mixup", .noPartners)) {
      try alone.copy(0, of: flat(1, label: 1, key: "a"))
    }
  }

  /// `λ·onehot + (1 − λ)·onehot`; ignored pixels have no share.
  @Test func shares() throws {
    let classes = ClassTable.petClasses
    var own = flat(100, label: 1, key: "a")
    own.metadata.classes = classes
    var augmentation = Augmentation(try Pipeline(["mixup"]))
    augmentation.partners = OnePartner(sample: flat(200, label: 255, key: "b"))
    augmentation.softens = true
    let sample = try augmentation.copy(0, of: own)
    let soft = try #require(sample.extras.first { $0.fileExtension == "soft.npy" })
    let count = classes.entries.count
    let floats = soft.data.suffix(600 * count * 4)
    #expect(soft.data.starts(with: [0x93] + Array("NUMPY".utf8)))
    let values = Array(floats).withUnsafeBytes { bytes in
      (0..<(600 * count)).map { bytes.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self) }
    }
    let weight = Float(try #require(sample.metadata.mix).weight)
    #expect(values.indices.allSatisfy { values[$0] == ($0 % count == 1 ? weight : 0) })
  }
}
