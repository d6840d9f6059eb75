import SegBasics

/// Writes samples as a tar stream.
public struct SampleStreamWriter {
  private let sink: any ByteSink
  private var tar: TarWriter
  private var last: SampleKey?

  /// Writes to a sink.
  public init(_ sink: any ByteSink) {
    self.sink = sink
    tar = TarWriter(sink)
  }

  /// Adds the members of a sample.
  ///
  /// - Throws: ``SampleError/repeatedKey(_:)`` when the sample before had the same key: they would be
  ///   read as one. What the sink throws.
  public mutating func add(_ members: [(name: String, data: [UInt8])]) throws {
    if let split = members.first.flatMap({ MemberName.split($0.name) }) {
      let key = SampleKey(split.key)
      guard key != last else { throw SampleError.repeatedKey(MemberName.unescape(key.text)) }
      last = key
    }
    for member in members { try tar.add(name: member.name, data: member.data) }
  }

  /// Hands on what is held back, and leaves the archive without its end: whoever reads it gets what is whole,
  /// and sees that it was cut off.
  public func breakOff() { try? sink.flush() }

  /// Ends the archive and hands on everything held back.
  ///
  /// - Throws: What the sink throws.
  public mutating func finish() throws {
    try tar.finish()
    try sink.flush()
  }
}
