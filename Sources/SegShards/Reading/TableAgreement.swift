import SegSamples

/// Holds stored samples to one class table, without decoding metadata whose table was seen before.
struct TableAgreement {
  private(set) var classes: ClassTable?
  /// How the table is written in the metadata.
  private var text: [UInt8] = []

  private static let field = Array(#""classes":"#.utf8)
  private static let next = Array(#","ignore":"#.utf8)

  /// Takes the metadata of a sample.
  ///
  /// - Returns: A table other than the one before.
  mutating func conflict(in metadata: [UInt8]) -> ClassTable? {
    let own = tableText(metadata)
    if let own, !text.isEmpty, own == text[...] { return nil }
    // Damaged metadata are copied like everything else; who reads them will say so.
    guard let table = try? SampleMetadata.decode(metadata).metadata.classes else { return nil }
    if let classes, classes != table { return table }
    classes = table
    if let own { text = Array(own) }
    return nil
  }

  /// The table as the toolkit writes it, between two fields that nothing before them can hold: a quote
  /// in a text is written with a backslash.
  private func tableText(_ metadata: [UInt8]) -> ArraySlice<UInt8>? {
    guard metadata.starts(with: #"{"key":""#.utf8),
      let start = first(Self.field, in: metadata[...])
    else { return nil }
    let rest = metadata[(start + Self.field.count)...]
    return first(Self.next, in: rest).map { rest[..<$0] }
  }

  private func first(_ pattern: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    var place = bytes.startIndex
    while place + pattern.count <= bytes.endIndex {
      if bytes[place] == pattern[0], bytes[place...].starts(with: pattern) { return place }
      place += 1
    }
    return nil
  }
}
