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
      while kept.count < capacity, let sample = try read() { kept.append(sample) }
      count = kept.count
      waiting = kept[...]
    }
    if let sample = waiting.popFirst() { return (sample, kept) }
    guard let sample = try read() else { return nil }
    count += 1
    let place = Int(random.uniform() * Double(count))
    if place < capacity { kept[place] = sample }
    return (sample, kept)
  }
}
