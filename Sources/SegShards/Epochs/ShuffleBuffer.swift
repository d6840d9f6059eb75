import SegBasics

/// Mixes a stream that passes once: each element that comes takes the place of one that leaves.
///
/// An element can leave as late as chance wants, but at most as many places early as the buffer holds:
/// what stands far behind never comes to the front. ``quality`` tells how near that is to a permutation.
public struct ShuffleBuffer<Element> {
  /// How well what has left so far is mixed.
  public private(set) var quality = ShuffleQuality()
  private var held: [(element: Element, place: Int)] = []
  private let capacity: Int
  private var random: RandomStream
  private var taken = 0

  /// An empty buffer.
  ///
  /// - Parameter capacity: Elements it holds, 1 to 2³⁰.
  public init(capacity: Int, seed: UInt64, epoch: Int) {
    precondition((1...1 << 30).contains(capacity), "a buffer of \(capacity)")
    self.capacity = capacity
    random = StreamKey(seed: seed, epoch: UInt64(epoch), index: UInt64(capacity))
      .stream(place: "shuffle buffer")
  }

  /// Takes an element; returns one that leaves, once the buffer is full.
  public mutating func exchange(_ element: Element) -> Element? {
    defer { taken += 1 }
    guard held.count == capacity else {
      held.append((element, taken))
      return nil
    }
    let place = random.integer(in: 0...(capacity - 1))
    let leaving = held[place]
    held[place] = (element, taken)
    quality.add(place: leaving.place)
    return leaving.element
  }

  /// One of those that are left, when nothing more comes; nil at the end.
  public mutating func drain() -> Element? {
    guard !held.isEmpty else { return nil }
    held.swapAt(random.integer(in: 0...(held.count - 1)), held.count - 1)
    let leaving = held.removeLast()
    quality.add(place: leaving.place)
    return leaving.element
  }
}

/// How far an order is from the one before it, and from one that chance alone would give.
public struct ShuffleQuality: Sendable, CustomStringConvertible {
  /// Elements.
  public private(set) var count = 0
  private var squares = 0.0
  private var distances = 0.0

  /// Nothing has been moved yet.
  public init() {}

  /// Adds the next element of the new order by its place in the old one, from 0.
  public mutating func add(place: Int) {
    let distance = Double(place - count)
    squares += distance * distance
    distances += distance.magnitude
    count += 1
  }

  /// Spearman's correlation of old and new places: 1 when nothing moved, 0 for a true permutation.
  public var rankCorrelation: Double {
    let n = Double(count)
    return count > 1 ? 1 - 6 * squares / (n * (n * n - 1)) : 1
  }

  /// How far elements moved on average, in units of what a true permutation moves them: `(n² − 1) / 3n`.
  public var meanDisplacement: Double {
    let n = Double(count)
    return count > 1 ? distances / n / ((n * n - 1) / (3 * n)) : 0
  }

  /// One line for the user.
  public var description: String {
    "\(count) samples: rank correlation \(rounded(rankCorrelation)), mean displacement "
      + "\(rounded(meanDisplacement)) of a full shuffle's (a full shuffle has 0 and 1)"
  }

  private func rounded(_ number: Double) -> String {
    let thousandths = Int((number * 1000).rounded())
    let digits = String(thousandths.magnitude % 1000)
    return (thousandths < 0 ? "-" : "") + "\(thousandths.magnitude / 1000)."
      + String(repeating: "0", count: 3 - digits.count) + digits
  }
}
