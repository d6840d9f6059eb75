import SegBasics
import SegImaging
import SegSamples

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads samples whose pictures and label maps are stored as arrays of one shape into batches.
///
/// Nothing is decoded and nothing allocated: each array is copied once, from the shard to its place in
/// the batch. Checksums are not computed; `segpack verify` does that.
public struct RawBatches: Sendable {
  /// The samples.
  public let samples: IndexedSamples
  /// The shape of a picture, `[H, W, C]`.
  public let imageShape: [Int]
  /// Bits of a picture's sample: 8 or 16.
  public let imageBits: Int
  /// The shape of a label map, `[H, W]`; nil where the samples have none.
  public let labelShape: [Int]?
  /// Bits of a label: 8 or 16.
  public let labelBits: Int
  private let image: Prototype
  private let label: Prototype?

  /// What every array of one kind is like.
  private struct Prototype: Sendable {
    let extensions: [String]
    let header: [UInt8]
    let shape: [Int]
    let bits: Int
    /// Bytes of the whole member.
    let size: Int
    var byteCount: Int { size - header.count }
  }

  /// Takes the shapes of the first sample for those of all.
  ///
  /// - Throws: `Located` ``RawBatchError`` or `NPYError`; as ``IndexedSamples/sample(at:)``.
  public init(_ samples: IndexedSamples) throws {
    self.samples = samples
    guard samples.count > 0 else { throw InputError.empty }
    let first = try samples.sample(at: 0)
    func prototype(_ extensions: [String]) throws -> Prototype? {
      for fileExtension in extensions {
        guard let file = first.member(fileExtension) else { continue }
        let array = try locating(path: first.shard, sample: first.key) { try RawArray(file) }
        return Prototype(
          extensions: extensions, header: array.header, shape: array.shape, bits: array.bits,
          size: file.count)
      }
      return nil
    }
    guard let image = try prototype(["image.npy", "npy"]), image.shape.count == 3 else {
      throw Located(RawBatchError.noArray, path: first.shard, sample: first.key)
    }
    let label = try prototype(["mask.npy", "seg.npy", "label.npy", "segmentation.npy"])
    self.image = image
    self.label = label
    (imageShape, imageBits) = (image.shape, image.bits)
    (labelShape, labelBits) = (label?.shape, label?.bits ?? 8)
  }

  /// Bytes of one picture in a batch.
  public var imageBytes: Int { image.byteCount }
  /// Bytes of one label map in a batch.
  public var labelBytes: Int { label?.byteCount ?? 0 }

  /// Copies samples into a batch.
  ///
  /// - Parameters:
  ///   - numbers: Which samples, in the order they get.
  ///   - images: Filled with `[N, H, W, C]` from its beginning on.
  ///   - labels: Filled with `[N, H, W]`, where the samples have label maps.
  /// - Precondition: There is room.
  /// - Throws: `Located` ``RawBatchError``; as ``IndexedSamples/sample(at:)``.
  public func read(
    _ numbers: some Collection<Int>, images: UnsafeMutableRawBufferPointer,
    labels: UnsafeMutableRawBufferPointer
  ) throws {
    precondition(
      images.count >= numbers.count * imageBytes && labels.count >= numbers.count * labelBytes,
      "a batch of \(numbers.count) samples does not fit")
    for (place, number) in numbers.enumerated() {
      let (part, sample) = samples.place(number)
      let shard = try samples.reader(of: sample, part)
      try copy(image, number, sample, part, shard, to: images, at: place)
      if let label { try copy(label, number, sample, part, shard, to: labels, at: place) }
    }
  }

  private func copy(
    _ prototype: Prototype, _ number: Int, _ sample: Int, _ part: IndexedSamples.Part,
    _ shard: ShardReader, to batch: UnsafeMutableRawBufferPointer, at place: Int
  ) throws {
    func fail(_ error: any SegError) -> Located {
      Located(error, path: shard.path, sample: samples.key(at: number))
    }
    for member in part.index.members(of: sample)
    where prototype.extensions.contains(part.fileExtension(of: member)) {
      let data = try samples.data(of: member, sample, part, shard)
      let header = prototype.header
      try data.withUnsafeBytes { bytes in
        guard let source = bytes.baseAddress, let start = batch.baseAddress else { return }
        let target = start + place * prototype.byteCount
        if bytes.count == prototype.size, memcmp(header, source, header.count) == 0 {
          memcpy(target, source + header.count, prototype.byteCount)
          return
        }
        // The same array under a header that another program wrote.
        let array = try locating(path: shard.path, sample: samples.key(at: number)) {
          try RawArray(data)
        }
        guard array.shape == prototype.shape, array.bits == prototype.bits else {
          throw fail(RawBatchError.otherShape(array.shape, expected: prototype.shape))
        }
        array.withElements { if let source = $0.baseAddress { memcpy(target, source, $0.count) } }
      }
      return
    }
    throw fail(RawBatchError.noArray)
  }
}

/// Why samples cannot be read into batches as they are.
public enum RawBatchError: SegError {
  /// A picture or a label map is not stored as an array.
  case noArray
  /// An array has another shape, or other elements, than the first.
  case otherShape([Int], expected: [Int])

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .noArray: "is not stored as an array; pack the set again with --store raw"
    case .otherShape(let shape, let expected):
      "has an array of shape \(shape), the first sample one of \(expected) or of other elements; "
        + "batches need one shape (segpack --resize, segaug resize)"
    }
  }
}
