import SegBasics
import SegSamples
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A line of `log.jsonl`: which command made the set, when and from what.
///
/// The one file of a shard set whose bytes are not promised.
struct PackingLogEntry: Codable, Equatable {
  /// When the set was complete, such as `2025-03-01T12:00:00Z`.
  var time: String
  /// The command and its arguments.
  var command: [String]
  /// What decided the bytes.
  var settings: PackingSettings
  /// Samples left out.
  var leftOut: Int
  /// XXH64 of the digests of all samples of the input.
  var input: String

  /// The name of the file in the set's folder.
  static let fileName = "log.jsonl"

  /// The last entry of a folder's log; nil when there is none.
  static func last(in folder: String) -> PackingLogEntry? {
    guard let bytes = try? readFile(pathInside(folder, fileName)) else { return nil }
    for line in bytes.split(separator: UInt8(ascii: "\n")).reversed() {
      if let entry = try? decodeJSON(PackingLogEntry.self, from: Array(line)) { return entry }
    }
    return nil
  }

  /// Adds the entry to a folder's log.
  ///
  /// - Throws: `SystemError`.
  func append(to folder: String) throws {
    var object = OrderedJSON()
    try object.add("time", time)
    try object.add("command", command)
    try object.add("settings", settings)
    try object.add("leftOut", leftOut)
    try object.add("input", input)
    let path = pathInside(folder, Self.fileName)
    do {
      let file = try FileDescriptor.open(
        path, .writeOnly, options: [.append, .create],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      defer { try? file.close() }
      try file.writeAll((object.text + "\n").utf8)
      // Without it nobody could tell that the set is made from the input that is given again.
      guard fsync(file.rawValue) == 0 || errno == EINVAL else { throw Errno(rawValue: errno) }
    } catch let reason as Errno {
      throw SystemError(.write, path, reason)
    }
  }

  /// The time now, to the second.
  static func now() -> String {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    var parts = tm()
    gmtime_r(&now.tv_sec, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let date = "\(1900 + parts.tm_year)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    return date + "T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
  }
}
