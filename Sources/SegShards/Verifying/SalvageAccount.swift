import SegBasics
import SegSamples

/// Counts which samples of a damaged set are kept, and which are lost.
struct SalvageAccount {
  /// The keys of samples that are in the new set.
  var kept: Set<SampleKey> = []
  /// The names of its shards.
  var written: Set<String> = []
  private var missed: Set<SampleKey> = []
  /// Samples that are known only by their number.
  private var unnamed = 0

  /// Samples that are in no shard of the new set.
  var lost: Int { missed.subtracting(kept).count + unnamed }

  /// Takes what a shard had, beside what is good of it.
  ///
  /// - Parameter record: What was written, where that is known; else the index beside the shard tells.
  mutating func lose(_ samples: SoundSamples, record: ShardRecord?, path: String) {
    var known = Set((samples.samples.map(\.key) + samples.lost).map(SampleKey.init))
    let beside = Beside(path, record: record)
    if let keys = beside.keys { known.formUnion(keys) }
    missed.formUnion(known)
    unnamed += max(0, (beside.count ?? 0) - known.count)
  }

  /// Takes a shard of which nothing is there.
  mutating func miss(_ record: ShardRecord, in folder: String) {
    let beside = Beside(pathInside(folder, record.name), record: record)
    if let keys = beside.keys { missed.formUnion(keys) } else { unnamed += record.samples }
  }

  /// Takes the shards that are not there, where no description tells of them.
  mutating func miss(_ traces: ShardTraces, present: [String], in folder: String) {
    for name in traces.missing(from: present) {
      let beside = Beside(pathInside(folder, name), record: nil)
      if let keys = beside.keys {
        missed.formUnion(keys)
      } else {
        unnamed += beside.count ?? traces.samples(of: name) ?? 0
      }
    }
  }

  /// A name for a shard of the new set that none has yet.
  func name(for name: String) -> String {
    guard written.contains(name) else { return name }
    let stem = name.hasSuffix(".tar") ? String(name.dropLast(4)) : name
    var number = 2
    while written.contains("\(stem)-\(number).tar") { number += 1 }
    return "\(stem)-\(number).tar"
  }

  /// What the index of a shard tells of its samples.
  private struct Beside {
    var keys: [SampleKey]?
    var count: Int?

    init(_ shard: String, record: ShardRecord?) {
      count = record?.samples
      let index = IndexFile(of: shard, record: record)
      // A shard that is described needs no index that may be wrong.
      guard record == nil || index.isIntact, let text = index.text else { return }
      if let parsed = try? ShardIndex(text) {
        keys = parsed.samples.map { SampleKey(ShardIndex.key(of: $0)) }
        count = parsed.samples.count
      } else if record == nil {
        count = ShardTraces.count(ofIndex: text)
      }
    }
  }
}
