import SegShards

extension PackingSummary {
  /// The line a run ends with.
  func line(seconds duration: Duration) -> String {
    let what =
      "\(count(samples, "sample")) in \(count(shards, "shard")), \(bytes) bytes"
    if wasComplete {
      return "already complete: \(what)" + (leftOut > 0 ? "; \(leftOut) were left out" : "")
    }
    let (seconds, fraction) = duration.components
    let tenths = Int(seconds) * 10 + Int(fraction / 100_000_000_000_000_000)
    return "\(what), \(tenths / 10).\(tenths % 10) s"
  }

  private func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
