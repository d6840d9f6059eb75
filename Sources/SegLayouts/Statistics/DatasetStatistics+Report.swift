import SegSamples

extension DatasetStatistics {
  /// Records of fields separated by tabs.
  ///
  /// `samples N` · `masks N` · `split NAME N` · `meta.FIELD VALUE N` · `width MIN MEDIAN MAX` ·
  /// `height MIN MEDIAN MAX` · `class INDEX NAME PIXELS SHARE SAMPLES` · `ignore PIXELS SHARE
  /// SAMPLES`.
  public var text: String {
    var records: [[String]] = [["samples", "\(samples)"], ["masks", "\(masks)"]]
    records += sorted(splits).map { ["split", $0.key, "\($0.value)"] }
    for (field, values) in fields.sorted(by: { $0.key < $1.key }) {
      records += sorted(values).map { ["meta.\(field)", $0.key, "\($0.value)"] }
    }
    for (name, range) in [("width", width), ("height", height)] {
      if let range { records.append([name, "\(range.min)", "\(range.median)", "\(range.max)"]) }
    }
    for (index, count) in classCounts.enumerated() {
      records.append(["class", "\(index)", className(index)] + columns(count))
    }
    if masks > 0 { records.append(["ignore"] + columns(ignored)) }
    return records.map { $0.map(escaped).joined(separator: "\t") + "\n" }.joined()
  }

  /// The same as one JSON object, without a line break.
  ///
  /// - Throws: What the encoder throws; values of these types do not.
  public func json() throws -> String {
    struct ClassRow: Encodable {
      var id: Int?
      var name: String?
      var pixels: Int
      var share: Double
      var samples: Int
    }
    func row(_ count: ClassCount, id: Int? = nil) -> ClassRow {
      ClassRow(
        id: id, name: id.map(className), pixels: count.pixels, share: share(count),
        samples: count.samples)
    }
    var object = OrderedJSON()
    try object.add("samples", samples)
    try object.add("masks", masks)
    try object.add("splits", splits)
    try object.add("meta", fields)
    try object.add("width", width)
    try object.add("height", height)
    try object.add("classes", classCounts.enumerated().map { row($0.element, id: $0.offset) })
    try object.add("ignore", row(ignored))
    return object.text
  }

  private func className(_ index: Int) -> String {
    guard let entries = classes?.entries, index < entries.count else { return "\(index)" }
    return entries[index].name
  }

  private func share(_ count: ClassCount) -> Double {
    pixels > 0 ? Double(count.pixels) / Double(pixels) : 0
  }

  private func columns(_ count: ClassCount) -> [String] {
    // Four decimals without a formatting library; the share is of 0...1.
    let tenThousandths = Int((share(count) * 10_000).rounded())
    let digits = String(10_000 + tenThousandths % 10_000).dropFirst()
    return ["\(count.pixels)", "\(tenThousandths / 10_000).\(digits)", "\(count.samples)"]
  }

  private func sorted(_ counts: [String: Int]) -> [(key: String, value: Int)] {
    counts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }

  private func escaped(_ field: String) -> String {
    field.replacing("\t", with: " ").replacing("\n", with: " ")
  }
}
