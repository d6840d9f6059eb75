import SegBasics
import SegSamples

/// Reads the samples of a catalog in its order.
final class CatalogedSamples {
  private let catalog: SampleCatalog
  private var places: Range<Int>
  private var open: [UInt32: PositionedFile] = [:]

  /// Where the sample read last stands.
  private(set) var place = SamplePlace(input: "", number: 0, isLine: false)

  /// Reads a range of the samples.
  init(_ catalog: SampleCatalog, _ places: Range<Int>) {
    self.catalog = catalog
    self.places = places
  }

  /// The next sample, or nil at the end.
  ///
  /// - Throws: `Located` ``InputError``, ``ShardError/staleIndex(shard:)``, `SampleError`;
  ///   `SystemError`.
  func next() throws -> PendingSample? {
    guard let number = places.popFirst() else { return nil }
    let record = catalog.places[number]
    let file = catalog.files[Int(record.file)]
    place = SamplePlace(
      input: file.name, number: Int(record.number), isLine: file.isManifest)
    let bytes = try reader(of: record.file).read(at: record.offset, count: record.length)
    guard bytes.count == record.length else {
      throw Located(ShardError.changedMeanwhile, path: place.description)
    }
    if file.isManifest {
      return PendingSample(
        line: Array(bytes.prefix { $0 != UInt8(ascii: "\n") }.trimmed), number: place.number,
        of: file.name)
    }
    let members = try members(bytes, file)
    if let checksums = file.checksums {
      for (number, member) in members.members.enumerated() {
        let position = Int(record.member) + number
        guard position < checksums.count, checksums[position] == XXH64.hash(member.data) else {
          let name = members.writtenKey + "." + member.fileExtension
          throw Located(InputError.changedShard(member: name), path: file.name)
        }
      }
    }
    return .stored(members, source: file.name)
  }

  /// The one sample that some bytes of an archive hold.
  private func members(_ bytes: [UInt8], _ file: SampleCatalog.File) throws -> SampleMembers {
    // An archive ends with zeros, and so does what is cut out of one.
    let end = [UInt8](repeating: 0, count: 1024 + (-bytes.count & 511))
    let reader = SampleStreamReader(BufferedInput(bytes: bytes + end, name: file.name))
    guard let members = try reader.nextMembers() else {
      throw Located(ShardError.changedMeanwhile, path: place.description)
    }
    if let next = try reader.nextMembers() {
      throw Located(
        SampleError.repeatedKey(MemberName.unescape(next.writtenKey)), path: file.name)
    }
    return members
  }

  private func reader(of number: UInt32) throws -> PositionedFile {
    if let reader = open[number] { return reader }
    let file = catalog.files[Int(number)]
    let reader: PositionedFile
    if let path = file.path {
      reader = try PositionedFile(path)
    } else {
      guard let spool = catalog.spool else { preconditionFailure("\(file.name) is not kept") }
      reader = PositionedFile(spool.descriptor, name: file.name)
    }
    // Shards are many, and open files are few.
    if open.count >= 128 { open.removeAll(keepingCapacity: true) }
    open[number] = reader
    return reader
  }
}

extension ArraySlice<UInt8> {
  /// Without the first half of a line break of two bytes.
  fileprivate var trimmed: ArraySlice<UInt8> {
    last == UInt8(ascii: "\r") ? dropLast() : self
  }
}
