/// Shortens a text in the middle, so that both its ends can be read: `Abyssini...ged_100`.
///
/// - Parameters:
///   - text: Any text.
///   - count: The most characters of the result, at least 0.
/// - Returns: The text if it fits; else its beginning, `...` and its end, `count` characters in all.
func shorten(_ text: String, to count: Int) -> String {
  guard text.count > count else { return text }
  guard count > 4 else { return String(text.prefix(max(0, count))) }
  // What tells keys apart is more often at their end.
  let head = (count - 3) / 2
  return text.prefix(head) + "..." + text.suffix(count - 3 - head)
}

/// A share in percent with one decimal: `28.9%`, `<0.1%` for what would round to nothing.
///
/// - Parameters:
///   - count: At most `total`.
///   - total: At least 0.
func percent(_ count: Int, of total: Int) -> String {
  guard count > 0, total > 0 else { return "0%" }
  let tenths = Int((Double(count) / Double(total) * 1000).rounded())
  if tenths == 0 { return "<0.1%" }
  if tenths == 1000, count < total { return ">99.9%" }
  return tenths == 1000 ? "100%" : "\(tenths / 10).\(tenths % 10)%"
}
