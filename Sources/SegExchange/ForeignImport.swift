import SegBasics
import SegSamples
import SegShards
import SystemPackage

/// How foreign samples are read.
public struct ForeignImport {
  /// The format.
  public let format: ForeignFormat
  /// The folder or file.
  public let path: String
  /// The classes of the label maps, where the format does not say them or says others.
  public var classes: ClassTable?

  /// Describes a run.
  public init(from format: ForeignFormat, path: String) {
    self.format = format
    self.path = path
  }

  /// The samples, in an order that depends on the files alone; at least one.
  ///
  /// - Throws: `Located` ``ExchangeError``, `JSONError`; `SystemError`.
  public func samples() throws -> SampleSource {
    let source = try found()
    var count = 0
    return SampleSource(finding: { [format, path] in
      if let sample = try source.next() {
        count += 1
        return (sample, source.place)
      }
      guard count > 0 else { throw Located(ExchangeError.noSamples(format), path: path) }
      return nil
    })
  }

  private func found() throws -> SampleSource {
    guard try fileStatus(path) != nil else {
      throw SystemError(.open, path, .noSuchFileOrDirectory)
    }
    let classes = classes
    switch format {
    case .npz:
      var reader = try NPZReader(path)
      return SampleSource(finding: { try reader.next().map { try $0.given(classes) } })
    case .tfrecord:
      var reader = try TFRecordReader(path)
      return SampleSource(finding: { try reader.next().map { try $0.given(classes) } })
    case .mds:
      var reader = try MDSReader(path)
      return SampleSource(finding: { try reader.next().map { try $0.given(classes) } })
    case .voc:
      var reader = try VOCReader(path, classes: classes)
      return SampleSource(finding: { reader.next() })
    case .coco:
      var reader = try COCOReader(path)
      return SampleSource(finding: { try reader.next() })
    }
  }
}

/// A sample that was found, and where.
struct FoundSample {
  var sample: Sample
  let place: SamplePlace

  /// The sample as the rest of the toolkit takes it, with the class table a person gave.
  ///
  /// - Throws: `Located` `SampleKeyError`, `SampleError`.
  func given(_ classes: ClassTable?) throws -> (sample: PendingSample, place: SamplePlace) {
    var sample = sample
    sample.metadata.classes = classes ?? sample.metadata.classes
    return try locating(path: place.input, sample: sample.key) {
      (try PendingSample(made: sample, source: place.input), place)
    }
  }
}
