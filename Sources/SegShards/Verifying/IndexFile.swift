import SegBasics
import SegSamples

/// The index that stands beside a shard, for being checked.
struct IndexFile {
  /// Where it is.
  let path: String
  /// Its text; nil when there is none.
  let text: [UInt8]?
  /// Why there is no text, where something stands there that cannot be read.
  let fault: ShardFault?
  /// Whether the description of the set proves that it is as it was written.
  let isIntact: Bool

  /// Reads the index of a shard.
  init(of shard: String, record: ShardRecord?) {
    path = ShardSet.indexPath(of: shard)
    do {
      text = try fileStatus(path) == nil ? nil : try readFile(path)
      fault = nil
    } catch {
      text = nil
      fault = .unreadable(at: nil, (error as? SystemError).map { "\($0.reason)" } ?? "\(error)")
    }
    isIntact = text.map { XXH64.hash($0).hex == record?.index } ?? false
  }

  /// What it says, where it is as it was written.
  var intact: ShardIndex? { isIntact ? text.flatMap { try? ShardIndex($0) } : nil }

  /// The first line that is not what the index of the shard should say, and the sample it is about.
  func difference(from index: ShardIndex) -> (line: Int, sample: String?)? {
    guard let text else { return nil }
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let expected = index.encoded().split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for number in 0..<max(lines.count, expected.count) {
      if number < lines.count, number < expected.count, lines[number] == expected[number] {
        continue
      }
      let sample = index.samples.indices.contains(number - 1) ? index.samples[number - 1] : nil
      return (number + 1, sample.map(ShardIndex.key))
    }
    return nil
  }
}
