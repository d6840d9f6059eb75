/// What repeated measurements gave.
struct Speeds {
  let median: Double
  let least: Double
  let greatest: Double

  init(_ values: [Double]) {
    let sorted = values.sorted()
    median = sorted[sorted.count / 2]
    least = sorted.first ?? 0
    greatest = sorted.last ?? 0
  }
}

/// How often `body` runs in a second, measured `repeats` times after a first run that does not count.
func samplesPerSecond(repeats: Int, seconds: Double, _ body: () throws -> Void) throws -> Speeds {
  try body()
  let clock = ContinuousClock()
  var values: [Double] = []
  for _ in 0..<repeats {
    var count = 0
    let start = clock.now
    var elapsed = 0.0
    repeat {
      try body()
      count += 1
      let (whole, fraction) = (clock.now - start).components
      elapsed = Double(whole) + Double(fraction) * 1e-18
    } while elapsed < seconds
    values.append(Double(count) / elapsed)
  }
  return Speeds(values)
}
