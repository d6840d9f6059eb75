import SegSamples
import SegShards
import SegSheets
import Testing

@Suite struct RandomChoiceTests {
  private func choose(_ numbers: some Sequence<Int>, count: Int = 10, seed: UInt64) -> [String] {
    var choice = RandomChoice(count: count, seed: seed)
    for number in numbers {
      choice.offer(.listed(ManifestEntry(key: "k\(number)", image: "\(number).png")))
    }
    return choice.samples.map(\.key)
  }

  @Test func doesNotDependOnTheOrderOfTheInput() {
    let forwards = choose(0..<500, seed: 7)
    #expect(forwards.count == 10 && Set(forwards).count == 10)
    #expect(choose((0..<500).reversed(), seed: 7) == forwards)
    #expect(choose(0..<500, seed: 8) != forwards)
    #expect(choose(0..<500, count: 5, seed: 7) == Array(forwards.prefix(5)))
  }

  @Test func takesEverythingWhereThereIsLess() {
    #expect(Set(choose(0..<4, seed: 1)) == ["k0", "k1", "k2", "k3"])
  }

  /// Each of 20 samples is taken in about half of 400 choices of 10; σ is 10.
  @Test func takesEachSampleAsOften() {
    var counts: [String: Int] = [:]
    for seed in 0..<400 {
      for key in choose(0..<20, seed: UInt64(seed)) { counts[key, default: 0] += 1 }
    }
    #expect(counts.count == 20)
    for count in counts.values { #expect((155...245).contains(count)) }
  }
}
