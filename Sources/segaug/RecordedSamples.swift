import SegAugment
import SegBasics
import SegSamples
import SegShards

/// What is recorded of an augmented sample.
struct RecordedSample: Sendable {
  let key: String
  let metadata: SampleMetadata
}

/// Reads what is recorded: from sample streams and shard sets, or from lines of `--dry-run`.
final class RecordedSamples {
  private var inputs: ArraySlice<String>
  private var lines: BufferedInput?
  private var samples: SampleSource?
  /// The input being read, for messages.
  private(set) var name = ""
  private var line = 0

  init(_ paths: [String]) { inputs = paths.isEmpty ? ["-"] : paths[...] }

  /// The next record, or nil at the end.
  ///
  /// - Throws: `Located` `JSONError`, `SampleError`, `InputError`; `SystemError`.
  func next() throws -> RecordedSample? {
    while true {
      if let lines {
        if let bytes = try lines.readLine() {
          line += 1
          return try locating(path: name, line: line) {
            let (metadata, key) = try SampleMetadata.decode(bytes)
            guard let key else { throw JSONError.badField("key", "there is none") }
            return RecordedSample(key: key, metadata: metadata)
          }
        }
        self.lines = nil
      }
      if let samples {
        if let pending = try samples.next() {
          name = samples.place.description
          let sample = try pending.load()
          return RecordedSample(key: sample.key, metadata: sample.metadata)
        }
        self.samples = nil
      }
      guard let path = inputs.popFirst() else { return nil }
      try open(path)
    }
  }

  private func open(_ path: String) throws {
    name = path
    line = 0
    let names = try InputNames.expand(path)
    guard names == [path] else {
      inputs = names + inputs
      return
    }
    if try InputNames.status(path)?.kind == .folder {
      samples = SampleSource([path])
      return
    }
    let input = try InputNames.open(path)
    name = input.name
    if try InputForm.detect(input) == .manifest {
      lines = input
    } else {
      samples = try SampleSource(reading: input)
    }
  }
}
