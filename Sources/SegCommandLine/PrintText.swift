import SegBasics

/// Writes text on standard output.
///
/// Unlike `print`, it notices a full disk, and that the reader downstream has gone.
///
/// - Throws: `SystemError`.
public func printText(_ text: String) throws {
  let output = DescriptorSink.standardOutput()
  try output.write(text)
  try output.flush()
}
