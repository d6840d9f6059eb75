import SegBasics
import SegSamples
import SegTestSupport
import Testing

@testable import SegShards

@Suite struct EpochTests {
  @Test(arguments: [1, 2, 3, 4, 5, 16, 17, 1000, 4096, 4097, 100_000])
  func everySampleComesOnce(count: Int) {
    for (seed, epoch) in [(0, 0), (0, 1), (9, 0)] as [(UInt64, Int)] {
      let order = EpochOrder(count: count, seed: seed, epoch: epoch)
      var seen = [Bool](repeating: false, count: count)
      for place in 0..<count { seen[order[place]] = true }
      #expect(seen.allSatisfy { $0 })
    }
  }

  /// The order is a promise to whoever goes on with an epoch: these are its first places, for good.
  @Test func theOrderIsWhatItWas() {
    let order = EpochOrder(count: 1000, seed: 1, epoch: 2)
    #expect((0..<8).map { order[$0] } == Self.golden)
  }

  private static let golden = [338, 541, 344, 568, 47, 977, 911, 530]

  @Test func seedAndEpochGiveOtherOrders() {
    let orders = [(1, 0), (1, 1), (2, 0)].map { (seed: UInt64, epoch: Int) in
      let order = EpochOrder(count: 1000, seed: seed, epoch: epoch)
      return (0..<1000).map { order[$0] }
    }
    for (left, right) in [(0, 1), (0, 2), (1, 2)] {
      let same = zip(orders[left], orders[right]).count { $0 == $1 }
      #expect(same < 10)
    }
  }

  /// Each sample is as likely at each place: chi-squared of 49 cells, 4000 epochs; the bound is that of
  /// one chance in a million for 36 degrees of freedom.
  @Test func placesAreUniform() {
    var counts = [Int](repeating: 0, count: 49)
    for epoch in 0..<4000 {
      let order = EpochOrder(count: 7, seed: 5, epoch: epoch)
      for place in 0..<7 { counts[7 * place + order[place]] += 1 }
    }
    let expected = 4000.0 / 7
    let chi = counts.reduce(0.0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    #expect(chi < 96, "\(chi)")
  }

  /// A full shuffle by its own measure: correlation 0, displacement 1.
  @Test func aLongEpochIsWellMixed() {
    var quality = ShuffleQuality()
    let order = EpochOrder(count: 20_000, seed: 3, epoch: 0)
    for place in 0..<20_000 { quality.add(place: order[place]) }
    #expect(abs(quality.rankCorrelation) < 0.03)
    #expect(abs(quality.meanDisplacement - 1) < 0.03)
  }

  // MARK: Shares

  @Test(arguments: [(100, 4), (103, 4), (103, 1), (3, 5), (7, 7)], EpochTail.allCases)
  func sharesAreEqualAndCoverTheEpoch(sizes: (Int, Int), tail: EpochTail) {
    let (count, readers) = sizes
    let order = EpochOrder(count: count, seed: 4, epoch: 6)
    let start = EpochCursor(epoch: 6, position: 0)
    let shares = (0..<readers).map {
      EpochShare(
        of: count, order: order, from: start, reader: $0, readers: readers, tail: tail)
    }
    let lengths = Set(shares.map(\.count))
    #expect(lengths.count == 1)
    let taken = shares.flatMap { share in (0..<share.count).map { share[$0] } }
    switch tail {
    case .drop:
      #expect(Set(taken).count == taken.count && taken.count == count / readers * readers)
    case .wrap:
      #expect(Set(taken).count == count && taken.count == (count + readers - 1) / readers * readers)
    }
  }

  /// Taken in turns, the shares of any number of readers are the epoch's order.
  @Test(arguments: [1, 2, 3, 8])
  func readersTakeTurns(readers: Int) {
    let order = EpochOrder(count: 24, seed: 4, epoch: 0)
    let shares = (0..<readers).map {
      EpochShare(
        of: 24, order: order, from: EpochCursor(epoch: 0, position: 0), reader: $0,
        readers: readers)
    }
    let merged = (0..<24).map { shares[$0 % readers][$0 / readers] }
    #expect(merged == (0..<24).map { order[$0] })
  }

  /// Broken off and gone on with another number of readers, an epoch has each sample once.
  @Test(arguments: [(4, 3, 2), (4, 5, 4), (1, 7, 3), (3, 0, 5)])
  func otherReadersGoOn(before: Int, taken: Int, after: Int) {
    let order = EpochOrder(count: 60, seed: 11, epoch: 2)
    func shares(_ readers: Int, from start: EpochCursor) -> [EpochShare] {
      (0..<readers).map {
        EpochShare(
          of: 60, order: order, from: start, reader: $0, readers: readers, tail: .wrap)
      }
    }
    let first = shares(before, from: EpochCursor(epoch: 2, position: 0))
    let cursor = first[0].cursor(after: taken)
    #expect(cursor == EpochCursor(epoch: 2, position: before * taken))
    let rest = shares(after, from: cursor)
    let all =
      first.flatMap { share in (0..<taken).map { share[$0] } }
      + rest.flatMap { share in (0..<share.count).map { share[$0] } }
    #expect(Set(all).count == 60)
    #expect(all.count - 60 < after)
    #expect(
      first[0].cursor(after: first[0].count) == EpochCursor(epoch: 3, position: 0))
  }

  @Test func cursorsAreText() {
    #expect(EpochCursor("3:6400") == EpochCursor(epoch: 3, position: 6400))
    #expect(EpochCursor("3:6400")?.description == "3:6400")
    for text in ["", "3", "3:", ":1", "-1:0", "1:-1", "1:2:3", "a:1"] {
      #expect(EpochCursor(text) == nil)
    }
    let beyond = EpochShare(of: 10, order: nil, from: EpochCursor(epoch: 0, position: 99))
    #expect(beyond.count == 0)
  }

  /// The highest numbers that can be read are no reason to end.
  @Test(arguments: [
    EpochCursor(epoch: .max, position: 3), EpochCursor(epoch: .max, position: .max),
  ])
  func theLastEpochHasAnEnd(start: EpochCursor) {
    let share = EpochShare(of: 10, order: nil, from: start, readers: 2, tail: .wrap)
    #expect(share.cursor(after: share.count) == EpochCursor(epoch: .max, position: 0))
  }

  // MARK: Buffers

  private func mixed(_ count: Int, capacity: Int) -> ([Int], ShuffleQuality) {
    var buffer = ShuffleBuffer<Int>(capacity: capacity, seed: 1, epoch: 0)
    var order = (0..<count).compactMap { buffer.exchange($0) }
    while let last = buffer.drain() { order.append(last) }
    return (order, buffer.quality)
  }

  @Test(arguments: [(0, 4), (3, 4), (100, 1), (100, 7), (100, 1000)])
  func nothingIsLostInTheBuffer(count: Int, capacity: Int) {
    let (order, quality) = mixed(count, capacity: capacity)
    #expect(order.sorted() == Array(0..<count))
    #expect(quality.count == count)
    if capacity == 1 { #expect(order == Array(0..<count)) }
  }

  /// The quality against its definition, and that it grows with the buffer.
  @Test func qualityTellsHowWellItIsMixed() {
    var last = 1.1
    for capacity in [1, 100, 1000, 4000] {
      let (order, quality) = mixed(4000, capacity: capacity)
      let squares = order.enumerated().reduce(0.0) {
        $0 + Double(($1.offset - $1.element) * ($1.offset - $1.element))
      }
      let distance = order.enumerated().reduce(0.0) { $0 + Double(abs($1.offset - $1.element)) }
      let n = 4000.0
      #expect(abs(quality.rankCorrelation - (1 - 6 * squares / (n * (n * n - 1)))) < 1e-12)
      #expect(abs(quality.meanDisplacement - distance / ((n * n - 1) / 3)) < 1e-12)
      #expect(quality.rankCorrelation < last)
      last = quality.rankCorrelation
    }
    #expect(abs(last) < 0.06)
    #expect(mixed(4000, capacity: 1).1.description.contains("rank correlation 1.000"))
  }
}
