import SegBasics
import SegSamples

/// One line of `list.txt`, `trainval.txt` or `test.txt`: `NAME CLASS-ID SPECIES BREED-ID`.
struct OxfordPetRow: Sendable, Equatable {
  var name: String
  /// `1...37` in the official lists.
  var classID: Int
  var species: OxfordPetSpecies
  /// The number of the breed within its species.
  var breedID: Int
  /// The line, counted from 1.
  var line: Int

  /// What stands before the last underscore of the name.
  var breed: String { OxfordPetBreeds.breed(ofPicture: name) }

  /// Reads the columns of a line.
  init(columns: [String], line: Int) throws(ListFault) {
    guard columns.count == 4 else {
      throw .columns(found: columns.count, expected: 4, format: "NAME CLASS-ID SPECIES BREED-ID")
    }
    func number(_ index: Int, _ column: String, _ range: ClosedRange<Int>) throws(ListFault) -> Int
    {
      guard let number = Int(columns[index]), range.contains(number) else {
        throw .badColumn(column, value: columns[index], range: range)
      }
      return number
    }
    name = columns[0]
    // The name becomes a path: it must not lead out of the folder.
    guard !name.hasPrefix("."), !name.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 < 32 })
    else { throw .badName(name) }
    // The species is checked by the range.
    classID = try number(1, "CLASS-ID", 1...65535)
    species = try number(2, "SPECIES", 1...2) == 1 ? .cat : .dog
    breedID = try number(3, "BREED-ID", 1...65535)
    self.line = line
  }
}

/// A list of Oxford-IIIT Pet, with the lines that could not be read.
struct OxfordPetList: Sendable {
  let path: String
  private(set) var rows: [OxfordPetRow] = []
  private(set) var faults: [Located] = []

  /// Reads a list; nil when there is none.
  ///
  /// Empty lines and lines that begin with `#` are passed over, and so are a byte order mark and the
  /// carriage returns of Windows.
  ///
  /// - Throws: `SystemError`, `Located` `LineTooLong`.
  init?(path: String) throws {
    guard try fileStatus(path)?.kind == .file else { return nil }
    self.path = path
    let input = try BufferedInput(path: path)
    var firstLines: [SampleKey: Int] = [:]
    var line = 0
    while var bytes = try locating(path: path, line: line + 1, { try input.readLine(limit: 4096) })
    {
      line += 1
      if line == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
      let columns = bytes.split { [0x20, 0x09, 0x0D].contains($0) }
        .map { String(decoding: $0, as: UTF8.self) }
      guard let first = columns.first, !first.hasPrefix("#") else { continue }
      do throws(ListFault) {
        let row = try OxfordPetRow(columns: columns, line: line)
        if let firstLine = firstLines[SampleKey(row.name)] {
          throw .duplicateKey(row.name, firstLine: firstLine)
        }
        firstLines[SampleKey(row.name)] = line
        rows.append(row)
      } catch {
        faults.append(Located(error, path: path, line: line))
      }
    }
  }
}
