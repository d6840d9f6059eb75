import SegBasics
import SegSamples
import SystemPackage

/// `metrics.jsonl` and `metrics.csv` of a run, a line an epoch.
///
/// An epoch's lines are appended before its checkpoint is written. A run that was killed in between
/// has one line too many, which is dropped when it goes on.
struct MetricsLog {
  static let fileNames = ["metrics.jsonl", "metrics.csv"]

  /// The epochs of the run so far.
  private(set) var records: [EpochRecord]
  private let jsonPath: String
  private let tablePath: String
  private let classes: ClassTable

  /// Opens the files of a run, and keeps their lines up to an epoch.
  ///
  /// The log is for reading alone: lines from the first damaged one on are dropped, and training goes
  /// on.
  ///
  /// - Parameters:
  ///   - folder: Of the run.
  ///   - classes: Of the run.
  ///   - epoch: The last epoch kept; 0 begins new files.
  ///   - warned: Told what is dropped.
  /// - Throws: `SystemError`.
  init(
    folder: String, classes: ClassTable, keepingThrough epoch: Int,
    warned: (String) -> Void = { _ in }
  ) throws {
    jsonPath = folder + "/" + Self.fileNames[0]
    tablePath = folder + "/" + Self.fileNames[1]
    self.classes = classes
    records = []
    if epoch > 0, try fileStatus(jsonPath) != nil {
      do {
        try read(through: epoch)
      } catch let failure as any SegError where failure.exitStatus == .badData {
        warned("\(failure); the lines from there on are dropped")
      }
    }
    try writeLines()
    try writeTable()
  }

  /// Reads the lines up to an epoch.
  ///
  /// - Throws: `Located` `JSONError` or `LineTooLong` at the first that is damaged; `SystemError`.
  private mutating func read(through epoch: Int) throws {
    let input = try BufferedInput(path: jsonPath)
    var line = 0
    while records.count < epoch {
      line += 1
      let record = try locating(path: jsonPath, line: line) { () throws -> EpochRecord? in
        guard let bytes = try input.readLine() else { return nil }
        let record = try decodeJSON(EpochRecord.self, from: bytes)
        try record.check(classes: classes.entries.count, after: records.last?.epoch ?? 0)
        return record
      }
      guard let record, record.epoch <= epoch else { return }
      records.append(record)
    }
  }

  /// Appends an epoch to both files; one that was removed is written anew with the epochs before.
  ///
  /// - Throws: `SystemError`.
  mutating func append(_ record: EpochRecord) throws {
    records.append(record)
    if try fileStatus(jsonPath) == nil {
      try writeLines()
    } else {
      try Self.append(try record.json() + "\n", to: jsonPath)
    }
    if try fileStatus(tablePath) == nil {
      try writeTable()
    } else {
      try Self.append(csv(record) + "\n", to: tablePath)
    }
  }

  private func writeLines() throws {
    try Self.replace(jsonPath, try records.map { try $0.json() })
  }

  private func writeTable() throws {
    try Self.replace(tablePath, [EpochRecord.csvHeader(classes)] + records.map { csv($0) })
  }

  private func csv(_ record: EpochRecord) -> String {
    record.csv(classes: classes.entries.count)
  }

  private static func replace(_ path: String, _ lines: [String]) throws {
    try AtomicFile.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: path)
  }

  /// One write, so that a reader that follows the file never sees half a line.
  private static func append(_ text: String, to path: String) throws {
    do {
      let file = try FileDescriptor.open(path, .writeOnly, options: .append)
      try file.closeAfter { _ = try file.writeAll(text.utf8) }
    } catch let reason as Errno {
      throw SystemError(.write, path, reason)
    }
  }
}
