import SegBasics

/// Steps of which a combinator applies some, or all, or one several times.
///
/// reference: augmentation 2.14. `oneof` takes the children's `p` as weights and forces the one it
/// chooses, as Albumentations does; `someof` draws uniformly and leaves each its own `p`, as
/// Albumentations 2 does, or does as `oneof` with `weighted=true`, as Albumentations 1 did.
struct Combination: Sendable {
  /// How the children are chosen.
  enum Kind: Sendable {
    /// One, by weight.
    case one
    /// Several.
    case some(ClosedRange<Int>, SomeOptions)
    /// The only child, again and again.
    case again(ClosedRange<Int>)
    /// Each, in the order written.
    case all
  }

  /// How several children are drawn.
  struct SomeOptions: Sendable {
    /// Whether a child can be drawn more than once.
    var replaces = false
    /// Whether the children's `p` are weights, and what is drawn is forced.
    var isWeighted = false
    /// Whether children are applied as drawn, not as written.
    var keepsDrawnOrder = false
  }

  /// A child that is applied now.
  struct Choice: Equatable {
    /// Its index.
    var child: Int
    /// Its name among its siblings: the index; the second time with `.1` behind it, and so on.
    var place: String
  }

  let kind: Kind
  let children: [Step]

  /// Whether every child is applied, once and in the order written.
  var isSequence: Bool {
    if case .all = kind { true } else { false }
  }

  /// Whether the chance of a chosen child itself does not count.
  var forces: Bool {
    switch kind {
    case .one: true
    case .some(_, let options): options.isWeighted
    case .again, .all: false
    }
  }

  /// How many operations are applied at most; stops counting at a number that is out of the question.
  var mostOperations: Int {
    let most = children.map(\.mostOperations)
    let total =
      switch kind {
      case .one: most.max() ?? 0
      case .some(let count, _), .again(let count): count.upperBound * (most.max() ?? 0)
      case .all: most.reduce(0, +)
      }
    return min(total, 1 << 24)
  }

  /// Draws which children are applied, in order.
  ///
  /// A count is drawn first, unless it is fixed; then the children.
  func choose(from random: inout RandomStream) -> [Choice] {
    switch kind {
    case .one: return [Choice(child: pick(children.indices, &random), times: 0)]
    case .all: return children.indices.map { Choice(child: $0, times: 0) }
    case .again(let counts):
      return (0..<count(counts, &random)).map { Choice(child: 0, times: $0) }
    case .some(let counts, let options):
      var drawn = draw(count(counts, &random), options, &random)
      if !options.keepsDrawnOrder { drawn.sort() }
      var times = [Int](repeating: 0, count: children.count)
      return drawn.map { child in
        defer { times[child] += 1 }
        return Choice(child: child, times: times[child])
      }
    }
  }

  private func count(_ counts: ClosedRange<Int>, _ random: inout RandomStream) -> Int {
    counts.count == 1 ? counts.lowerBound : random.integer(in: counts)
  }

  private func draw(
    _ count: Int, _ options: SomeOptions, _ random: inout RandomStream
  ) -> [Int] {
    switch (options.isWeighted, options.replaces) {
    case (false, false): return Array(random.permutation(children.count).prefix(count))
    case (false, true):
      return (0..<count).map { _ in random.integer(in: 0...(children.count - 1)) }
    case (true, true): return (0..<count).map { _ in pick(children.indices, &random) }
    case (true, false):
      var left = Array(children.indices)
      return (0..<count).map { _ in
        let child = pick(left, &random)
        left.removeAll { $0 == child }
        return child
      }
    }
  }

  /// One of some children, by weight; never one of weight 0.
  private func pick(_ candidates: some Collection<Int>, _ random: inout RandomStream) -> Int {
    let heavy = candidates.filter { children[$0].probability > 0 }
    var rest = random.uniform() * heavy.reduce(0) { $0 + children[$1].probability }
    for child in heavy {
      rest -= children[child].probability
      if rest < 0 { return child }
    }
    // Reached by rounding alone: reading the word made sure that there is one.
    return heavy.last ?? 0
  }
}

extension Combination.Choice {
  /// A child that has been applied `times` times before.
  fileprivate init(child: Int, times: Int) {
    self.init(child: child, place: times == 0 ? "\(child)" : "\(child).\(times)")
  }
}
