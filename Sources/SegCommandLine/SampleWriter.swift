import SegBasics
import SegImaging
import SegSamples

/// A sample as the bytes that are written, made on a worker thread.
struct WrittenSample: Sendable {
  let key: String
  let classes: ClassTable?
  let members: [(name: String, data: [UInt8])]

  /// Stores pixels as NumPy arrays in a stream and as PNG in a folder.
  init(_ sample: Sample, for output: SampleOutput) throws {
    var sample = sample
    if case .folder = output { try sample.storeAsPNG() }
    key = sample.key
    classes = sample.metadata.classes
    members = try sample.members()
  }

  /// One run takes one class table.
  func checkClasses(against first: inout ClassTable?) throws {
    guard let classes else { return }
    if let first, first != classes {
      throw Located(ClassTableConflict(first, classes), sample: key)
    }
    first = classes
  }
}

/// Writes samples in order to wherever they go.
struct SampleWriter {
  private enum Target {
    case stream(SampleStreamWriter)
    case archive(SampleStreamWriter, AtomicFile)
    case folder(SampleFolder)
  }

  private var target: Target

  init(_ output: SampleOutput) throws {
    switch output {
    case .standardOutput: target = .stream(SampleStreamWriter(DescriptorSink.standardOutput()))
    case .archive(let path):
      let file = try AtomicFile(path)
      target = .archive(SampleStreamWriter(file), file)
    case .folder(let path): target = .folder(try SampleFolder(path))
    }
  }

  mutating func add(_ sample: WrittenSample) throws {
    switch target {
    case .stream(var writer):
      try writer.add(sample.members)
      target = .stream(writer)
    case .archive(var writer, let file):
      try writer.add(sample.members)
      target = .archive(writer, file)
    case .folder(let folder): try folder.add(sample.members, key: sample.key)
    }
  }

  /// Ends the stream; an archive gets its name.
  mutating func finish() throws {
    switch target {
    case .stream(var writer): try writer.finish()
    case .archive(var writer, let file):
      try writer.finish()
      try file.commit()
    case .folder: break
    }
  }
}
