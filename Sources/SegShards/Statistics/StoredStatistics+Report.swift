import SegSamples

extension StoredStatistics {
  /// Records of fields separated by tabs.
  ///
  /// `samples N` · `shards N` · `label-maps N` · `split NAME N` · `width MIN MEDIAN MAX` ·
  /// `height MIN MEDIAN MAX` · `member EXTENSION N BYTES` · `class INDEX NAME PIXELS SHARE SAMPLES` ·
  /// `ignore PIXELS SHARE` · `mean R G B` · `std R G B`.
  public var text: String {
    var records: [[String]] = [
      ["samples", "\(samples)"], ["shards", "\(shards)"], ["label-maps", "\(classCounts.masks)"],
    ]
    records += sorted(splits).map { ["split", $0.name, "\($0.value)"] }
    for (name, range) in [("width", width), ("height", height)] {
      if let range { records.append([name, "\(range.min)", "\(range.median)", "\(range.max)"]) }
    }
    records += sorted(members).map {
      ["member", $0.name, "\($0.value.count)", "\($0.value.bytes)"]
    }
    for index in classCounts.pixels.indices {
      let pixels = classCounts.pixels[index]
      records.append([
        "class", "\(index)", className(index), "\(pixels)", decimal(share(of: pixels)),
        "\(classCounts.images[index])",
      ])
    }
    if classCounts.masks > 0 {
      records.append(["ignore", "\(classCounts.ignored)", decimal(share(of: classCounts.ignored))])
    }
    if let color = counted.color {
      records.append(["mean"] + color.mean.map(decimal))
      records.append(["std"] + color.deviation.map(decimal))
    }
    return records.map { fields in
      fields.map { $0.replacing("\t", with: " ").replacing("\n", with: " ") }
        .joined(separator: "\t") + "\n"
    }.joined()
  }

  /// The same as one JSON object, without a line break; numbers unrounded.
  ///
  /// - Throws: What the encoder throws; values of these types do not.
  public func json() throws -> String {
    struct ClassRow: Encodable {
      var id: Int
      var name: String
      var pixels: UInt64
      var share: Double
      var samples: UInt64
    }
    struct IgnoreRow: Encodable {
      var pixels: UInt64
      var share: Double
    }
    var object = OrderedJSON()
    try object.add("samples", samples)
    try object.add("shards", shards)
    try object.add("label_maps", classCounts.masks)
    object.add("splits", object: try json(splits))
    try object.add("width", width)
    try object.add("height", height)
    object.add("members", object: try json(members))
    try object.add(
      "classes",
      classCounts.pixels.indices.map { index in
        ClassRow(
          id: index, name: className(index), pixels: classCounts.pixels[index],
          share: share(of: classCounts.pixels[index]), samples: classCounts.images[index])
      })
    try object.add(
      "ignore",
      IgnoreRow(pixels: classCounts.ignored, share: share(of: classCounts.ignored)))
    try object.add("mean", counted.color?.mean)
    try object.add("std", counted.color?.deviation)
    return object.text
  }

  private var classCounts: ClassCounts { counted.classes.padded(to: classes) }

  private func className(_ index: Int) -> String {
    guard let entries = classes?.entries, index < entries.count else { return "\(index)" }
    return entries[index].name
  }

  private func share(of pixels: UInt64) -> Double {
    let total = classCounts.pixels.reduce(Double(classCounts.ignored)) { $0 + Double($1) }
    return total > 0 ? Double(pixels) / total : 0
  }

  /// Four decimals without a formatting library, for numbers of 0...1.
  private func decimal(_ number: Double) -> String {
    let tenThousandths = Int((number * 10_000).rounded())
    let digits = String(10_000 + tenThousandths % 10_000).dropFirst()
    return "\(tenThousandths / 10_000).\(digits)"
  }

  private func sorted<Value>(_ counts: [SampleKey: Value]) -> [(name: String, value: Value)] {
    counts.map { ($0.key.text, $0.value) }
      .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private func json(_ counts: [SampleKey: some Encodable]) throws -> OrderedJSON {
    var object = OrderedJSON()
    for (name, value) in sorted(counts) { try object.add(escaping: name, value) }
    return object
  }
}
