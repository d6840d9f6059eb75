import SegBasics
import SegSamples
import SystemPackage

/// The shards of a set, or one shard by itself, for reading in any order.
public struct ShardSet: Sendable {
  /// The folder or the file as it was named.
  public let path: String
  /// The paths of the shards, in order.
  public let shards: [String]
  /// What `dataset.json` says; nil when there is none, as in a folder of foreign shards.
  public let description: DatasetDescription?

  /// Opens a folder of shards, or one shard.
  ///
  /// - Throws: `Located` ``InputError`` for a set that is not whole, or `JSONError`; `SystemError`.
  public init(_ path: String) throws {
    self.path = path
    switch try fileStatus(path)?.kind {
    case nil: throw SystemError(.open, path, .noSuchFileOrDirectory)
    case .folder: break
    case .file, .other:
      shards = [path]
      description = nil
      return
    }
    let names = try namesInFolder(path)
    guard !names.contains(PackingJournal.fileName) else {
      throw Located(InputError.unfinished(path), path: path)
    }
    let file = pathInside(path, DatasetDescription.fileName)
    description =
      names.contains(DatasetDescription.fileName)
      ? try locating(path: file) { try DatasetDescription(readFile(file)) } : nil
    // One of our own without a description is read only where nothing tells of a shard that is gone.
    if description == nil, names.contains(PackingLogEntry.fileName) {
      let tars = names.filter { $0.hasSuffix(".tar") && !$0.hasPrefix(".") }
      if let shard = ShardTraces(in: path, names: names).missing(from: tars).first {
        throw Located(InputError.lostShard(shard), path: path)
      }
    }
    // A set holds what its description lists, whatever else lies in the folder.
    let listed =
      description?.shards.map(\.name)
      ?? names.filter { $0.hasSuffix(".tar") && !$0.hasPrefix(".") }
    for shard in listed where !names.contains(shard) {
      throw Located(InputError.missingShard(shard), path: path)
    }
    guard !listed.isEmpty else { throw Located(InputError.notAShardSet, path: path) }
    shards = listed.map { pathInside(path, $0) }
  }

  /// The index of a shard: the one beside it, or one made by reading the shard through.
  ///
  /// - Throws: `Located` `TarError` or ``ShardError``; `SystemError`.
  public func index(of shard: String) throws -> ShardIndex {
    let beside = Self.indexPath(of: shard)
    guard try fileStatus(beside) != nil else { return try ShardIndex(scanning: shard) }
    let index = try locating(path: beside) { try ShardIndex(readFile(beside)) }
    return try index ?? ShardIndex(scanning: shard)
  }

  /// The path of the index beside a shard.
  static func indexPath(of shard: String) -> String {
    (shard.hasSuffix(".tar") ? String(shard.dropLast(4)) : shard) + ".idx"
  }
}
