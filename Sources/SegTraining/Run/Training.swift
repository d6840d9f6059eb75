import SegAugment
import SegBasics
import SegGraph
import SegImaging
import SegSamples
import SegShards

/// Trains a model into a folder, and goes on with a run that was ended early.
///
/// Weights depend on ``TrainingSettings`` and the samples alone: neither the number of threads nor
/// where the run was interrupted changes a bit of them.
public struct Training {
  /// What happens while it runs.
  public enum Event {
    /// A sample is odd, but was taken.
    case warning(String)
    /// A sample was read, before the first epoch.
    case read
    /// All samples are read; `readAgain` of them do not fit in memory.
    case ready(samples: Int, validation: Int, readAgain: Int, epochsDone: Int)
    /// So many samples were trained with.
    case trained(Int)
    /// An epoch is done and saved.
    case finished(EpochRecord)
  }

  /// What decides the result.
  public var settings: TrainingSettings
  /// Threads; never changes a byte.
  public var threads = 1
  /// The most bytes of samples kept in memory.
  public var cacheLimit = 2 << 30
  /// Whether a run that stands in the folder is thrown away.
  public var restarts = false
  private let folder: RunFolder

  /// A run into a folder.
  public init(_ settings: TrainingSettings, folder: String) {
    self.settings = settings
    self.folder = RunFolder(path: folder)
  }

  /// The settings of the run that stands in a folder.
  ///
  /// - Throws: ``TrainingError/nothingToResume``, and what reading `run.json` throws.
  public static func begunSettings(in folder: String) throws -> TrainingSettings {
    guard let begun = try RunFolder(path: folder).state().description else {
      throw Located(TrainingError.nothingToResume, path: folder)
    }
    return begun.settings
  }

  /// Runs to the last epoch.
  ///
  /// - Parameters:
  ///   - report: Told what happens.
  ///   - failed: Told of a sample that something was thrown for while the samples are read; unless it
  ///     throws, the sample is left out.
  /// - Throws: What `failed` throws, ``TrainingError``, and what reading samples and writing files throw.
  public func run(
    _ report: (Event) -> Void,
    failed: (any Error, PendingSample) throws -> Void = { error, _ in throw error }
  ) throws {
    do {
      try settings.check()
      let pipeline = try Pipeline(settings.augment)
      guard !pipeline.mixes else { throw TrainingError.mixes }
      let model = try ModelCatalog.model(named: settings.model)
      let made = try folder.make()
      // What fails before anything was written leaves no trace.
      defer { folder.removeEmpty(made) }
      let lock = try folder.lock()
      defer { lock.release() }
      try run(model, pipeline, report, failed)
    } catch TrainingError.stopped(let signal) {
      throw TrainingError.trainingStopped(signal)
    }
  }

  private func run(
    _ model: ModelCatalog, _ pipeline: Pipeline, _ report: (Event) -> Void,
    _ failed: (any Error, PendingSample) throws -> Void
  ) throws {
    let state = try standingRun()
    let begun = state.trainedDescription
    func warned(_ text: String) { report(.warning(text)) }
    if let begun { try refuse(settings.differences(from: begun.settings)) }

    let samples = try readSamples(pipeline, report, failed)
    let set = samples.training
    let batches = TrainingBatches(
      set: set, varying: pipeline.splitAfterResizes.varying, seed: settings.seed,
      batchSize: settings.batch, size: samples.size)
    let description = RunDescription(
      settings: settings, classes: set.classes, input: batches.size, training: set.listing,
      validation: samples.validation?.listing)
    if let begun { try refuse(description.differences(from: begun)) }
    let graph = try model.graph(classes: set.classes.entries.count, input: batches.size)
    let network = try Network(
      graph, batchSize: settings.batch, threads: threads, purpose: .training, start: .zero)
    var run = TrainingRun(
      description: description, folder: folder, network: network, batches: batches,
      validation: samples.validation, threads: threads)

    // Only now, when nothing can be wrong with the line or the samples any more.
    if case .trained = state {} else { try folder.begin(description) }
    try run.begin(warned: warned)
    report(
      .ready(
        samples: set.count, validation: samples.validation?.count ?? 0,
        readAgain: set.readAgain + (samples.validation?.readAgain ?? 0),
        epochsDone: run.epochsDone))
    while run.epochsDone < settings.epochs {
      report(.finished(try run.epoch({ report(.trained($0)) }, warned: warned)))
    }
    try run.finish(warned: warned)
  }

  /// What stands in the folder and is not thrown away.
  private func standingRun() throws -> RunFolder.State {
    guard restarts else { return try folder.state() }
    try folder.refuseForeignFiles()
    return .none
  }

  private func refuse(_ differences: [String]) throws {
    guard differences.isEmpty else {
      throw Located(TrainingError.holdsAnotherRun(differences), path: folder.path)
    }
  }

  private struct Samples {
    var training: SampleSet
    var validation: SampleSet?
    /// What the model takes.
    var size: PixelSize
  }

  private func readSamples(
    _ pipeline: Pipeline, _ report: (Event) -> Void,
    _ failed: (any Error, PendingSample) throws -> Void
  ) throws -> Samples {
    let (fixed, varying) = pipeline.splitAfterResizes
    var options = SampleSet.Options(resizes: fixed)
    options.later = varying
    options.jobs = threads
    options.cacheLimit = cacheLimit
    options.classCount = settings.classes
    func progress(_ warnings: [String]) {
      for warning in warnings { report(.warning(warning)) }
      report(.read)
    }
    let set = try SampleSet(
      settings.train, for: "train", options: options, progress: progress, failed: failed)
    guard set.isLabelled else { throw TrainingError.nothingLabelled(epoch: nil) }
    let limit = 1024
    guard set.classes.entries.count <= limit else {
      throw TrainingError.tooManyClasses(set.classes.entries.count, limit: limit)
    }
    let size = try firstSize(of: set, pipeline)
    guard !settings.validate.isEmpty else { return Samples(training: set, size: size) }
    options.resizes = try pipeline.resizes(to: size)
    options.later = nil
    options.size = size
    options.classes = set.classes
    options.cacheLimit = max(0, cacheLimit - set.bytes)
    let validation = try SampleSet(
      settings.validate, for: "validate", options: options, progress: progress, failed: failed)
    return Samples(training: set, validation: validation, size: size)
  }

  /// The size of the first sample after the operations: what the model takes.
  private func firstSize(of set: SampleSet, _ pipeline: Pipeline) throws -> PixelSize {
    try set.sample(0)
      .augmented(by: pipeline.splitAfterResizes.varying, seed: settings.seed, epoch: 0).size
  }
}
