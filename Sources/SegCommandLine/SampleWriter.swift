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
    /// A JSON line.
    case line([UInt8])
  }

  let key: String
  let classes: ClassTable?
  let form: Form

  init(_ sample: Sample, for output: SampleOutput, storage: PictureStorage?) throws {
    var sample = sample
    key = sample.key
    classes = sample.metadata.classes
    switch output {
    case .folder:
      try sample.store(as: storage ?? .png)
      form = .files(sample)
    case .standardOutput, .archive:
      try sample.store(as: storage ?? .raw)
      form = .members(try sample.members())
    case .metadata: form = .line(try sample.metadata.encoded(key: sample.key))
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
  private var lines: DescriptorSink?

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
    case .metadata: lines = DescriptorSink.standardOutput()
    }
  }

  mutating func add(_ sample: WrittenSample) throws {
    switch sample.form {
    case .members(let members): try stream?.add(members)
    case .line(let line): try lines?.write(line)
    case .files(let files): try locating(sample: sample.key) { try self.files?.add(files) }
    }
  }

  /// Hands on what is whole where an error ends the run; an archive never gets its name.
  func breakOff() {
    if archive == nil { stream?.breakOff() }
    try? lines?.flush()
  }

  /// Ends the stream; an archive gets its name.
  mutating func finish() throws {
    try stream?.finish()
    try archive?.commit()
    try lines?.flush()
  }
}
