import SegBasics
import SegSamples

/// Where the members of each sample of a shard are: NVIDIA DALI's index.
///
/// reference: formats 5.1. The first line is `v1.2` and the number of samples; then a line for each
/// sample, with extension, offset of the data, size and name of each member.
public struct ShardIndex: Sendable, Equatable {
  /// A member of a sample.
  public struct Member: Sendable, Equatable {
    /// The extension in lower case, such as `mask.png`.
    public let fileExtension: String
    /// Where the data begin, counted from the first byte of the shard.
    public let offset: Int
    /// Bytes of data.
    public let size: Int
    /// The full name.
    public let name: String
  }

  /// The members of each sample, in the order of the shard.
  public internal(set) var samples: [[Member]] = []

  /// The index of no sample.
  init() {}

  /// The key of a sample.
  public static func key(of sample: [Member]) -> String {
    sample.first.flatMap { MemberName.split($0.name) }.map { MemberName.unescape($0.key) } ?? ""
  }

  /// The text of the index.
  ///
  /// Version 1.1, which has no names, where a name holds white space: then nobody could part the fields.
  func encoded() -> [UInt8] {
    let hasNames = !samples.contains { $0.contains { $0.name.utf8.contains(where: isWhiteSpace) } }
    var text = (hasNames ? "v1.2 " : "v1.1 ") + String(samples.count) + "\n"
    text.reserveCapacity(samples.count * 128)
    for sample in samples {
      for (position, member) in sample.enumerated() {
        if position > 0 { text += " " }
        text += member.fileExtension
        text += " "
        text += String(member.offset)
        text += " "
        text += String(member.size)
        if hasNames {
          text += " "
          text += member.name
        }
      }
      text += "\n"
    }
    return Array(text.utf8)
  }

  /// Reads the text of an index.
  ///
  /// - Returns: nil for version 1.1, which does not know the names.
  /// - Throws: ``ShardError/badIndex(line:)``.
  init?(_ bytes: [UInt8]) throws(ShardError) {
    var lines = bytes.split(separator: UInt8(ascii: "\n"))[...]
    guard let first = lines.popFirst() else { throw .badIndex(line: 1) }
    let head = first.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
    guard head.count == 2, Int(head[1]) == lines.count else { throw .badIndex(line: 1) }
    if head[0] == "v1.1" { return nil }
    guard head[0] == "v1.2" else { throw .badIndex(line: 1) }
    samples.reserveCapacity(lines.count)
    for (number, line) in lines.enumerated() {
      let fields = line.split(separator: UInt8(ascii: " "))
      guard !fields.isEmpty, fields.count % 4 == 0 else { throw .badIndex(line: number + 2) }
      var sample: [Member] = []
      var total = 0
      for start in stride(from: 0, to: fields.count, by: 4) {
        guard let offset = decimal(fields[start + 1]), let size = decimal(fields[start + 2]),
          offset >= 512, offset % 512 == 0,
          case (let sum, let overflow) =
            total.addingReportingOverflow(size), !overflow
        else { throw .badIndex(line: number + 2) }
        total = sum
        sample.append(
          Member(
            fileExtension: String(decoding: fields[start], as: UTF8.self), offset: offset,
            size: size, name: String(decoding: fields[start + 3], as: UTF8.self)))
      }
      samples.append(sample)
    }
  }
}

/// A number of at most 18 digits; nil for anything else.
private func decimal(_ digits: ArraySlice<UInt8>) -> Int? {
  guard (1...18).contains(digits.count) else { return nil }
  var value = 0
  for digit in digits {
    guard (48...57).contains(digit) else { return nil }
    value = value * 10 + Int(digit - 48)
  }
  return value
}
