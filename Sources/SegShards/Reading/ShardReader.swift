import SegBasics
import SegSamples

/// Reads samples of one shard in any order, in place: the shard is mapped, not copied.
public final class ShardReader: Sendable {
  /// The shard as it was named.
  public let path: String
  private let file: MappedFile

  /// Opens a shard.
  ///
  /// - Throws: `SystemError`.
  public init(_ path: String) throws {
    self.path = path
    file = try mappedShard(path)
  }

  /// The members of a sample, copied.
  ///
  /// - Parameter entry: The sample's entry in the index of this shard.
  /// - Throws: `Located` ``ShardError/staleIndex(shard:)`` when the shard does not hold what the index
  ///   says, or `SampleError`.
  public func members(of entry: [ShardIndex.Member]) throws -> SampleMembers {
    try sample(of: entry).copied()
  }

  /// The members of a sample, in place.
  ///
  /// - Parameter entry: The sample's entry in the index of this shard.
  /// - Throws: `Located` ``ShardError/staleIndex(shard:)`` when the shard does not hold what the index
  ///   says.
  public func sample(of entry: [ShardIndex.Member]) throws -> MappedSample {
    let key = entry.first.flatMap { MemberName.split($0.name)?.key } ?? ""
    return MappedSample(
      shard: path, writtenKey: key,
      members: try entry.map { member in
        var name = member.name
        let data = name.withUTF8 {
          bytes(at: member.offset, size: member.size, name: UnsafeRawBufferPointer($0))
        }
        guard let data else {
          throw Located(
            ShardError.staleIndex(shard: path), path: path, sample: MemberName.unescape(key))
        }
        return MappedSample.Member(fileExtension: member.fileExtension, data: data)
      })
  }

  /// Bytes of the shard.
  var size: Int { file.count }

  /// Whether the blocks that end an archive stand at its end.
  var endsArchive: Bool {
    file.withUnsafeBytes { $0.count >= 1024 && $0.suffix(1024).allSatisfy { $0 == 0 } }
  }

  /// The data of a member; nil unless the header in front of them tells that the index is that of this
  /// shard.
  func bytes(at offset: Int, size: Int, name: UnsafeRawBufferPointer) -> MappedBytes? {
    let stands = file.withUnsafeBytes {
      TarHeader.stands(in: $0, before: offset, size: size, name: name)
    }
    return stands ? MappedBytes(file, offset..<(offset + size)) : nil
  }
}

/// A sample as it stands in a shard: no byte of it has been copied.
public struct MappedSample: Sendable {
  /// A member in place.
  public struct Member: Sendable {
    /// The extension in lower case, such as `mask.npy`.
    public let fileExtension: String
    /// The data.
    public let data: MappedBytes
  }

  /// The shard it stands in.
  public let shard: String
  /// The key as written in the member names.
  public let writtenKey: String
  /// In the order of the shard.
  public let members: [Member]

  /// The key.
  public var key: String { MemberName.unescape(writtenKey) }

  /// The data of a member; nil when there is none of this extension.
  public func member(_ fileExtension: String) -> MappedBytes? {
    members.first { $0.fileExtension == fileExtension }?.data
  }

  /// The members, copied.
  ///
  /// - Throws: `Located` `SampleError` for two members of one extension.
  public func copied() throws -> SampleMembers {
    var copies = SampleMembers(writtenKey: writtenKey)
    for member in members {
      do {
        try copies.add(member.fileExtension, member.data.copy)
      } catch {
        throw Located(error, path: shard, sample: key)
      }
    }
    return copies
  }
}
