import SegBasics
import SegImaging
import SegSamples
import SegShards

/// Reads TensorFlow records of `tf.Example` with the features of DeepLab, in the order of file names.
struct TFRecordReader {
  private var files: ArraySlice<String>
  private var current: (input: BufferedInput, split: String?)?
  private var number = 0

  /// The most bytes of one record.
  private static let limit = 1 << 31

  /// Lists the files of a folder, or takes one file.
  ///
  /// - Throws: `Located` ``ExchangeError/nothingFound(_:_:)``; `SystemError`.
  init(_ path: String) throws {
    guard try fileStatus(path)?.kind == .folder else {
      files = [path]
      return
    }
    // TensorFlow names them in many ways: x.tfrecord, x.tfrecords, x.tfrecord-00000-of-00010.
    files = try filesBelow(path) { $0.contains(".tfrecord") }.map { path + "/" + $0 }[...]
    guard !files.isEmpty else {
      throw Located(ExchangeError.nothingFound(.tfrecord, "file named *.tfrecord*"), path: path)
    }
  }

  /// The next sample, nil at the end.
  ///
  /// - Throws: `Located` ``ExchangeError``, `ImageError`, `JSONError`; `SystemError`.
  mutating func next() throws -> FoundSample? {
    while true {
      if let (input, split) = current {
        let path = input.name
        let sample = try locating(path: path) { () -> Sample? in
          guard let record = try Self.record(input) else { return nil }
          number += 1
          return try Self.sample(TFExample(record), split: split, number: number)
        }
        if let sample {
          return FoundSample(sample: sample, place: SamplePlace(input: path, number: number))
        }
      }
      guard let file = files.popFirst() else { return nil }
      current = (try BufferedInput(path: file), Self.split(of: file))
      number = 0
    }
  }

  /// The data of the next record, nil at the end.
  private static func record(_ input: BufferedInput) throws -> [UInt8]? {
    let place = input.position
    let head = try input.read(12)
    guard !head.isEmpty else { return nil }
    guard head.count == 12 else { throw ExchangeError.damaged(.tfrecord, cutOff(place)) }
    var cursor = ByteCursor(head[...], of: .tfrecord, part: "a record")
    let length = try cursor.number(UInt64.self)
    guard try cursor.number(UInt32.self) == CRC32C.masked(head[..<8]) else {
      let gzip = head.starts(with: [0x1F, 0x8B])
      throw gzip
        ? ExchangeError.unsupported(.tfrecord, "a file compressed with gzip")
        : ExchangeError.damaged(.tfrecord, "no record, or a damaged one, at byte \(place)")
    }
    guard length <= limit else {
      throw ExchangeError.tooLarge(.tfrecord, bytes: Int(clamping: length), limit: limit)
    }
    let data = try input.read(Int(length))
    let tail = try input.read(4)
    guard tail.count == 4 else { throw ExchangeError.damaged(.tfrecord, cutOff(place)) }
    var sum = ByteCursor(tail[...], of: .tfrecord, part: "a record")
    guard try sum.number(UInt32.self) == CRC32C.masked(data) else {
      throw ExchangeError.damaged(
        .tfrecord, "the record at byte \(place) has another checksum than is stored with it")
    }
    return data
  }

  private static func cutOff(_ place: Int) -> String { "cut off in the record at byte \(place)" }

  private static func sample(_ example: TFExample, split: String?, number: Int) throws -> Sample {
    guard let picture = example.bytes(TFRecordWriter.Name.image), !picture.isEmpty else {
      throw ExchangeError.noPicture(.tfrecord, found: example.features.keys.sorted())
    }
    let described = try example.bytes(TFRecordWriter.Name.metadata).map {
      try SampleMetadata.decode($0)
    }
    let digits = String(number - 1)
    let counted = "record-" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    let named = example.text(TFRecordWriter.Name.fileName).map(stem)
    let key = described?.key ?? named ?? (split.map { $0 + "/" } ?? "") + counted
    func labelMap(_ name: String) throws -> LabelMapContent? {
      guard let bytes = example.bytes(name), !bytes.isEmpty else { return nil }
      return .file(bytes, extension: try readImageHeader(bytes).format.fileExtension)
    }
    var sample = Sample(
      key: key,
      image: .file(picture, extension: try readImageHeader(picture).format.fileExtension),
      labelMap: try labelMap(TFRecordWriter.Name.labelMap),
      metadata: described?.metadata ?? SampleMetadata(split: split))
    sample.secondLabelMap = try labelMap(TFRecordWriter.Name.secondLabelMap)
    return sample
  }

  /// A file name without the ending of a picture.
  private static func stem(_ name: String) -> String {
    let endings = [".jpg", ".jpeg", ".png", ".tif", ".tiff", ".gif", ".bmp"]
    let ending = endings.first { name.lowercased().hasSuffix($0) }
    return String(name.drop { $0 == "/" }.dropLast(ending?.count ?? 0))
  }

  /// What stands before `-00000` in a file's name; nil for another kind of name.
  private static func split(of path: String) -> String? {
    let name = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
    let dash = name.indices.first { place in
      name[place] == "-" && name[place...].dropFirst().prefix(5).filter(\.isNumber).count == 5
    }
    guard let dash, dash > name.startIndex else { return nil }
    let split = String(name[..<dash])
    return split == "samples" || split.contains(".") ? nil : split
  }
}
