/// The name that is meant by a mistyped one: at most a third of its letters differ.
///
/// - Complexity: O(names · length²).
public func nearestName(to word: String, in names: some Sequence<String>) -> String? {
  let distances = names.map { (name: $0, distance: editDistance(word, $0)) }
  guard let best = distances.min(by: { $0.distance < $1.distance }),
    best.distance <= max(1, word.count / 3)
  else { return nil }
  return best.name
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
private func editDistance(_ first: String, _ second: String) -> Int {
  let first = Array(first.prefix(64))
  let second = Array(second.prefix(64))
  var before = [Int]()
  var last = Array(0...second.count)
  for (i, letter) in first.enumerated() {
    var current = [i + 1]
    for (j, other) in second.enumerated() {
      var cost = min(last[j] + (letter == other ? 0 : 1), last[j + 1] + 1, current[j] + 1)
      if i > 0, j > 0, letter == second[j - 1], first[i - 1] == other {
        cost = min(cost, before[j - 1] + 1)
      }
      current.append(cost)
    }
    before = last
    last = current
  }
  return last[second.count]
}
