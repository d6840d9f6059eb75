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
      throw Located(InputError.unfinishedSet, path: path)
    }
    let file = pathInside(path, DatasetDescription.fileName)
    description =
      names.contains(DatasetDescription.fileName)
      ? try locating(path: file) { try DatasetDescription(readFile(file)) } : nil
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

/// Reads samples of one shard in any order.
public final class ShardReader {
  private let path: String
  private let descriptor: FileDescriptor

  /// Opens a shard.
  ///
  /// - Throws: `SystemError`.
  public init(_ path: String) throws {
    self.path = path
    do {
      descriptor = try FileDescriptor.open(path, .readOnly)
    } catch let reason as Errno {
      throw SystemError(.open, path, reason)
    }
  }

  deinit { try? descriptor.close() }

  /// The members of a sample.
  ///
  /// - Parameter entry: The sample's entry in the index of this shard.
  /// - Throws: `Located` ``ShardError/staleIndex(shard:)`` when the shard does not hold what the index
  ///   says, or `SampleError`; `SystemError`.
  public func members(of entry: [ShardIndex.Member]) throws -> SampleMembers {
    let key = entry.first.flatMap { MemberName.split($0.name)?.key } ?? ""
    var members = SampleMembers(writtenKey: key)
    try locating(path: path, sample: MemberName.unescape(key)) {
      for member in entry {
        let (end, overflow) = member.offset.addingReportingOverflow(member.size)
        guard !overflow, member.offset >= 512, end <= size else {
          throw ShardError.staleIndex(shard: path)
        }
        let bytes = try read(at: member.offset - 512, count: member.size + 512)
        // The header in front of the data tells whether the index is that of this shard.
        let tar = TarReader(BufferedInput(bytes: bytes, name: path))
        guard let found = try? tar.next(), found.data.count == member.size,
          member.name.utf8.starts(with: found.name.utf8)
        else { throw ShardError.staleIndex(shard: path) }
        try members.add(member.fileExtension, found.data)
      }
    }
    return members
  }

  private lazy var size = (try? fileStatus(path)?.size) ?? 0

  private func read(at offset: Int, count: Int) throws -> [UInt8] {
    do {
      return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        while filled < count {
          let rest = UnsafeMutableRawBufferPointer(buffer)[filled...]
          let got = try descriptor.read(
            fromAbsoluteOffset: Int64(offset + filled), into: .init(rebasing: rest))
          if got == 0 { return }
          filled += got
        }
      }
    } catch let reason as Errno {
      throw SystemError(.read, path, reason)
    }
  }
}
