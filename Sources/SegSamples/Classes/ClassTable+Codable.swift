import FoundationEssentials
import SegImaging

/// A built-in table is written by its name, any other as
/// `[{"id":0,"name":"pet","color":[224,16,16],"source":1}, …]`, ids contiguous from 0.
extension ClassTable: Codable {
  private struct Row: Codable {
    var id: Int
    var name: String
    var color: [UInt8]?
    var source: Int?
  }

  /// Reads a name or a list of classes.
  public init(from decoder: any Decoder) throws {
    let single = try decoder.singleValueContainer()
    func refuse(_ what: String) -> DecodingError {
      DecodingError.dataCorruptedError(in: single, debugDescription: what)
    }
    if let name = try? single.decode(String.self) {
      guard let table = ClassTable.builtIn(name) else {
        let known = ClassTable.builtInTables.compactMap(\.name).joined(separator: ", ")
        throw refuse("there is no class table named \(name); built in are \(known)")
      }
      self = table
      return
    }
    let rows = try single.decode([Row].self)
    guard (1...65535).contains(rows.count) else {
      throw refuse("a class table has 1 to 65535 classes, not \(rows.count)")
    }
    var entries: [Entry] = []
    for (index, row) in rows.enumerated() {
      guard row.id == index else {
        throw refuse("class ids are contiguous from 0: \(row.id) stands where \(index) belongs")
      }
      guard row.color?.count ?? 3 == 3 else {
        throw refuse("the color of class \(index) is not three numbers")
      }
      let color = row.color.map { RGBColor($0[0], $0[1], $0[2]) } ?? .paletteColor(index)
      entries.append(Entry(row.name, color: color, source: row.source))
    }
    self.init(entries)
  }

  /// Writes the name of a built-in table, or the list of classes.
  public func encode(to encoder: any Encoder) throws {
    var single = encoder.singleValueContainer()
    if let name { return try single.encode(name) }
    try single.encode(
      entries.enumerated().map { index, entry in
        Row(
          id: index, name: entry.name,
          color: [entry.color.red, entry.color.green, entry.color.blue], source: entry.source)
      })
  }
}
