import SegBasics
import SegImaging

extension Sample {
  /// The members of the sample as they are stored, in the order of the format's definition.
  ///
  /// Pixels in memory are written as NumPy arrays; files go as they are.
  ///
  /// - Throws: What the JSON encoder throws; metadata do not make it.
  public func members() throws -> [(name: String, data: [UInt8])] {
    var members: [(name: String, data: [UInt8])] = []
    func add(_ fileExtension: String, _ data: [UInt8]) {
      members.append((MemberName.make(key: key, extension: fileExtension), data))
    }
    switch image {
    case .pixels(let image): add("image.npy", image.encodedNPY())
    case .file(let bytes, "npy"): add("image.npy", bytes)
    case .file(let bytes, let fileExtension): add(fileExtension, bytes)
    }
    add("json", try metadata.encoded(key: key))
    for (name, content) in [("mask", labelMap), ("mask2", secondLabelMap)] {
      switch content {
      case nil: break
      case .indices(let labelMap): add(name + ".npy", labelMap.encodedNPY())
      case .file(let bytes, let fileExtension): add(name + "." + fileExtension, bytes)
      }
    }
    for extra in extras { add(extra.fileExtension, extra.data) }
    return members
  }
}

/// Writes samples as a tar stream.
public struct SampleStreamWriter {
  private let sink: any ByteSink
  private var tar: TarWriter

  /// Writes to a sink.
  public init(_ sink: any ByteSink) {
    self.sink = sink
    tar = TarWriter(sink)
  }

  /// Adds the members of a sample.
  ///
  /// - Throws: What the sink throws.
  public mutating func add(_ members: [(name: String, data: [UInt8])]) throws {
    for member in members { try tar.add(name: member.name, data: member.data) }
  }

  /// Ends the archive and hands on everything held back.
  ///
  /// - Throws: What the sink throws.
  public mutating func finish() throws {
    try tar.finish()
    try sink.flush()
  }
}
