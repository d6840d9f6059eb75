import SegBasics
import Testing

/// The test vectors of reference augmentation 2.0.
@Suite struct RandomStreamTests {
  private func fresh() -> RandomStream { RandomStream(seed: 42) }

  @Test func splitMix64() {
    var generator = SplitMix64(state: 1_234_567)
    #expect(generator.next() == 6_457_827_717_110_365_317)
    #expect(generator.next() == 3_203_168_211_198_807_973)
  }

  @Test func outputs() {
    var stream = fresh()
    let outputs = (0..<4).map { _ in stream.next() }
    #expect(
      outputs == [
        0x1578_0B2E_0C2E_C716, 0x6104_D986_6D11_3A7E, 0xAE17_5332_39E4_99A1, 0xECB8_AD47_03B3_60A1,
      ])
  }

  @Test func uniforms() {
    var stream = fresh()
    let uniforms = (0..<4).map { _ in stream.uniform() }
    #expect(
      uniforms == [0.08386297105988216, 0.3789802506626686, 0.6800434110281394, 0.9246929453253876])
  }

  @Test func integersAndPermutation() {
    var stream = fresh()
    #expect((0..<8).map { _ in stream.integer(in: 0...9) } == [0, 3, 6, 9, 9, 7, 7, 8])
    stream = fresh()
    #expect(stream.permutation(8) == [7, 1, 6, 3, 5, 4, 2, 0])
  }

  /// `ln`, `cos` and `pow` may differ in the last place between C libraries, and beta raises to 1/0.3.
  private func expect(
    _ expected: [Double], _ draw: (inout RandomStream) -> Double,
    at location: SourceLocation = #_sourceLocation
  ) {
    var stream = fresh()
    for value in expected {
      let drawn = draw(&stream)
      #expect(abs(drawn - value) <= 16 * value.ulp, sourceLocation: location)
    }
  }

  @Test func normalBetaAndGamma() {
    expect([-0.303263064678738, 1.3438117634372806, 0.3834617912676943]) { $0.normal() }
    expect([0.006511410898373713, 0.3642995059768056, 0.7084352934959952]) { $0.beta(0.3, 0.3) }
    expect([0.18119088089433755, 0.7012962572630171]) { $0.beta(1, 1) }
    expect([0.16395520378809036, 0.751170581375016]) { $0.beta(2, 2) }
    expect([1.750229907953055, 7.524247262571115]) { $0.gamma(2.5) }
  }

  @Test func fnv() {
    #expect(fnv1a64([]) == 0xCBF2_9CE4_8422_2325)
    #expect(fnv1a64("a".utf8) == 0xAF63_DC4C_8601_EC8C)
    #expect(fnv1a64("Abyssinian_1".utf8) == 0xF443_4679_ED77_6638)
  }

  @Test func operationSeeds() {
    func seed(_ seed: UInt64, _ epoch: UInt64, _ key: String, _ copy: UInt64, _ place: String)
      -> UInt64
    {
      StreamKey(seed: seed, epoch: epoch, sample: key, copy: copy).operationSeed(place: place)
    }
    #expect(seed(42, 0, "Abyssinian_1", 0, "0") == 0xB23B_CD27_27FD_640B)
    #expect(seed(42, 0, "Abyssinian_1", 1, "0") == 0xC83C_F2AB_7468_687F)
    #expect(seed(42, 0, "Abyssinian_1", 0, "2/0") == 0x0B6D_EB6C_ED38_2722)
    #expect(seed(42, 3, "um_000000", 0, "1") == 0xAC35_53AB_C3D8_C0E6)
  }

  @Test(
    arguments: [
      (42, 0, 0, 0x57E1_FABA_6510_7204), (42, 0, 1, 0x79C3_2CD7_9CCD_877E),
      (42, 1, 0, 0xFC99_1BCA_1A1A_A1AE), (42, 3, 7, 0x90D0_2BCC_728A_B179),
    ] as [(UInt64, UInt64, UInt64, UInt64)])
  func sampleSeeds(seed: UInt64, epoch: UInt64, index: UInt64, expected: UInt64) {
    #expect(StreamKey(seed: seed, epoch: epoch, index: index).sampleSeed == expected)
  }
}
