import SegShards

extension PackingSummary {
  /// The line a run ends with.
  func line(seconds duration: Duration) -> String {
    let what =
      "\(counted(samples, "sample")) in \(counted(shards, "shard")), \(bytes) bytes"
    if wasComplete {
      return "already complete: \(what)"
        + (leftOut > 0 ? "; \(leftOut) \(leftOut == 1 ? "was" : "were") left out" : "")
    }
    let (seconds, fraction) = duration.components
    let tenths = Int(seconds) * 10 + Int(fraction / 100_000_000_000_000_000)
    return "\(what), \(tenths / 10).\(tenths % 10) s"
  }
}

/// A number and what it counts, in the singular for one.
func counted(_ number: Int, _ noun: String) -> String {
  "\(number) \(noun)\(number == 1 ? "" : "s")"
}
