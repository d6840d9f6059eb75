import SegBasics
import SegImaging
import SegSamples
import SegShards

/// A sample as it is written, made on a worker thread.
struct WrittenSample: Sendable {
  enum Form: Sendable {
    /// Members of a stream; pixels are NumPy arrays.
    case members([(name: String, data: [UInt8])])
    /// Files of a folder; pixels are PNG.
    case files(Sample)
  }

  let key: String
  let classes: ClassTable?
  let form: Form

  init(_ sample: Sample, for output: SampleOutput) throws {
    key = sample.key
    classes = sample.metadata.classes
    if case .folder = output {
      var sample = sample
      try sample.storeAsPNG()
      form = .files(sample)
    } else {
      form = .members(try sample.members())
    }
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
  private var stream: SampleStreamWriter?
  private var archive: AtomicFile?
  private var files: Unpacking?

  init(_ output: SampleOutput) throws {
    switch output {
    case .standardOutput: stream = SampleStreamWriter(DescriptorSink.standardOutput())
    case .archive(let path):
      let file = try AtomicFile(path)
      archive = file
      stream = SampleStreamWriter(file)
    case .folder(let path, let overwrites):
      files = Unpacking(folder: path)
      files?.overwrites = overwrites
    }
  }

  mutating func add(_ sample: WrittenSample) throws {
    switch sample.form {
    case .members(let members): try stream?.add(members)
    case .files(let files): try locating(sample: sample.key) { try self.files?.add(files) }
    }
  }

  /// Ends the stream; an archive gets its name.
  mutating func finish() throws {
    try stream?.finish()
    try archive?.commit()
  }
}
