import SegBasics
import SegShards

/// Keeps a uniform choice of the samples a stream has brought so far (Vitter 1985, algorithm R).
///
/// What is chosen depends on seed, epoch and the order of the input alone. The first samples wait until
/// the reservoir is full, so that they find partners too.
struct SampleReservoir {
  private let capacity: Int
  private var random: RandomStream
  private var kept: [PendingSample] = []
  private var waiting: ArraySlice<PendingSample> = []
  private var count = 0

  init(capacity: Int, seed: UInt64, epoch: UInt64) {
    self.capacity = capacity
    random = StreamKey(seed: seed, epoch: epoch, sample: "").stream(place: "reservoir")
  }

  /// The next sample, with those it may be mixed with.
  mutating func next(
    _ read: () throws -> PendingSample?
  ) throws -> (PendingSample, [PendingSample])? {
    if count == 0 {
      while kept.count < capacity, let sample = try read() {
        waiting.append(sample)
        if sample.isReadable { kept.append(sample) }
      }
      count = kept.count
    }
    if let sample = waiting.popFirst() { return (sample, kept) }
    guard let sample = try read() else { return nil }
    guard sample.isReadable else { return (sample, kept) }
    count += 1
    let place = Int(random.uniform() * Double(count))
    if place < capacity { kept[place] = sample }
    return (sample, kept)
  }
}

extension PendingSample {
  /// Whether it can be a partner, as far as is known before it is loaded.
  fileprivate var isReadable: Bool { if case .unreadable = self { false } else { true } }
}
