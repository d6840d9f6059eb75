import ArgumentParser

/// A number of bytes as it is written on the command line: `268435456`, `256M`, `1G`.
struct ByteCount: ExpressibleByArgument {
  let bytes: Int

  init(bytes: Int) { self.bytes = bytes }

  /// Reads a number with an optional K, M, G or T of 1024.
  init?(argument: String) {
    let factors: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
    let factor = argument.last.flatMap { factors[$0] }
    guard let number = Int(factor == nil ? argument : String(argument.dropLast())), number > 0
    else { return nil }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: factor ?? 1)
    guard !overflow else { return nil }
    self.bytes = bytes
  }

  var defaultValueDescription: String {
    bytes % (1 << 20) == 0 ? "\(bytes >> 20)M" : "\(bytes)"
  }
}
