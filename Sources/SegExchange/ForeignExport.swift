import SegBasics
import SegSamples
import SegShards

/// Writes samples in a foreign format into a folder.
public struct ForeignExport {
  /// The format.
  public let format: ForeignFormat
  /// Where the files go.
  public let folder: String
  /// How pictures and label maps are stored, where that is said and the format leaves a choice.
  public var storage: PictureStorage?
  /// How sets and files are called that no split names.
  public var name = "samples"
  /// Worker threads; the bytes are the same for any number.
  public var jobs = 1
  /// Whether files that stand already with other content are replaced, and those that an earlier export
  /// left besides are removed, once all new ones are made.
  public var overwrites = false
  /// Deals with a sample that cannot be written; what it throws ends the run.
  public var onFailure: (any Error, PendingSample) throws -> Void = { error, _ in throw error }
  /// Takes a line for the user.
  public var onNotice: (String) -> Void = { _ in }
  /// Called for each sample written.
  public var onSample: () -> Void = {}

  /// Describes a run.
  public init(to format: ForeignFormat, folder: String) {
    self.format = format
    self.folder = folder
  }

  /// Writes all samples of a source.
  ///
  /// - Returns: How many were written.
  /// - Throws: What reading the source throws; `Located` ``ExchangeError``, `ShardError`,
  ///   `ClassTableConflict`, `SampleKeyError`, `ImageError`, `NPYError`; `SystemError`.
  public func run(_ source: SampleSource) throws -> Int {
    let output = try ExportFolder(folder, overwrites: overwrites)
    do {
      let count =
        switch format {
        case .npz: try run(source, NPZWriter(), output)
        case .tfrecord: try run(source, TFRecordWriter(name: name, storage: storage), output)
        case .mds: try run(source, MDSWriter(storage: storage), output)
        case .voc: try run(source, VOCWriter(name: name, storage: storage), output)
        case .coco:
          try run(source, COCOWriter(name: name, storage: storage, folder: folder), output)
        }
      try output.finish()
      return count
    } catch {
      output.abandon()
      throw error
    }
  }

  private func run(
    _ source: SampleSource, _ writer: some ForeignWriter, _ output: ExportFolder
  ) throws -> Int {
    var writer = writer
    var classes: ClassTable?
    var count = 0
    var leftOut = 0
    let prepare = writer.prepare
    try orderedParallelMap(
      jobs: jobs,
      next: { try source.next() },
      transform: { pending in
        (
          pending: pending,
          result: Result {
            let sample = try pending.load()
            let prepared = try locating(path: pending.place, sample: sample.key) {
              try SampleKey(sample.key).check()
              return try prepare(sample)
            }
            return (
              prepared: prepared, classes: sample.metadata.classes, extras: sample.extras.count
            )
          }
        )
      },
      consume: { pending, result in
        do {
          let sample = try result.get()
          if let table = sample.classes {
            if let classes, classes != table {
              throw Located(
                ClassTableConflict(classes, table), path: pending.place, sample: pending.key)
            }
            classes = table
          }
          try locating(path: pending.place, sample: pending.key) {
            try writer.add(sample.prepared, to: output)
          }
          leftOut += sample.extras
          count += 1
          onSample()
        } catch {
          try onFailure(error, pending)
        }
      })
    guard count > 0 else { throw ShardError.noSamples }
    try writer.finish(in: output)
    for notice in writer.notices { onNotice(notice) }
    if leftOut > 0 {
      onNotice("\(leftOut) members that are neither picture, label map nor metadata were left out")
    }
    return count
  }
}
