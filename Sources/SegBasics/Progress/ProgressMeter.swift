#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One line on standard error that counts samples, shown only to a person at a terminal.
public final class ProgressMeter {
  private let label: String
  private let total: Int?
  private let shows: Bool
  private let began = ContinuousClock.now
  private var drawn: ContinuousClock.Instant?
  private var count = 0

  /// Starts counting.
  ///
  /// - Parameters:
  ///   - label: What is being done, such as `packing`.
  ///   - total: How many samples there will be, when that is known.
  ///   - quiet: Shows nothing, whatever standard error is.
  public init(_ label: String, total: Int? = nil, quiet: Bool = false) {
    self.label = label
    self.total = total
    shows = !quiet && isatty(STDERR_FILENO) == 1
  }

  /// Counts more samples; redraws at most ten times a second.
  public func advance(by more: Int = 1) {
    count += more
    guard shows else { return }
    let now = ContinuousClock.now
    if let drawn, now - drawn < .milliseconds(100) { return }
    drawn = now
    let seconds = Double((now - began).components.seconds) + 1e-9
    let rate = seconds >= 1 ? ", \(Int(Double(count) / seconds)) samples/s" : ""
    let of = total.map { " of \($0)" } ?? ""
    write("\r\u{1B}[K\(label): \(count)\(of)\(rate)")
  }

  /// Removes the line, so that what follows stands at the start of a line.
  public func finish() {
    guard shows, drawn != nil else { return }
    drawn = nil
    write("\r\u{1B}[K")
  }

  private func write(_ text: String) {
    var text = text
    text.withUTF8 { _ = writeDescriptor(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  deinit { finish() }
}

/// `write(2)`, which the method of the same name hides.
private func writeDescriptor(_ descriptor: Int32, _ bytes: UnsafePointer<UInt8>?, _ count: Int)
  -> Int
{
  write(descriptor, bytes, count)
}
