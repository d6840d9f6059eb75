import SegAugment
import SegBasics
import SegGraph
import SegImaging
import SegSamples

/// The epochs of a run: train, score, draw, log, save.
struct TrainingRun {
  private(set) var description: RunDescription
  let folder: RunFolder
  let network: Network
  let batches: TrainingBatches
  let validation: SampleSet?
  let threads: Int
  private(set) var epochsDone = 0
  private var adam: Adam
  private var metrics: MetricsLog?
  private var sheet: PredictionSheet?

  init(
    description: RunDescription, folder: RunFolder, network: Network, batches: TrainingBatches,
    validation: SampleSet?, threads: Int
  ) {
    self.description = description
    self.folder = folder
    self.network = network
    self.batches = batches
    self.validation = validation
    self.threads = threads
    adam = Adam(count: network.parameters.count)
  }

  private var settings: TrainingSettings { description.settings }

  /// Takes up the run where it was left, or begins it.
  ///
  /// - Parameter warned: Told what is damaged, and not needed to go on.
  mutating func begin(warned: (String) -> Void = { _ in }) throws {
    if try fileStatus(folder.checkpoint) != nil {
      epochsDone = try Checkpoint.load(
        folder.checkpoint, into: network, &adam, of: try model(epoch: 0),
        stepsPerEpoch: batches.count)
      // What was done is not undone by asking for less.
      description.settings.epochs = max(settings.epochs, epochsDone)
      try folder.goOn(description)
      // What was killed between model and checkpoint left the model of an epoch too many.
      try saveModel(epoch: epochsDone)
    } else {
      network.initialize(seed: settings.seed)
    }
    metrics = try MetricsLog(
      folder: folder.path, classes: description.classes, keepingThrough: epochsDone,
      warned: warned)
    // Samples to validate with went through all resizes, those to train with through the first ones.
    sheet = try PredictionSheet(
      validation ?? batches.set, resizes: validation == nil ? batches.varying.resizes : .init([]),
      size: description.input)
  }

  /// Trains one epoch and saves it.
  ///
  /// - Parameters:
  ///   - progress: Told how many samples each step saw.
  ///   - warned: Told of batches that taught nothing.
  /// - Returns: What it came to.
  mutating func epoch(
    _ progress: (Int) -> Void, warned: (String) -> Void = { _ in }
  ) throws -> EpochRecord {
    let clock = ContinuousClock()
    let began = clock.now
    let rate = settings.schedule.rate(epoch: epochsDone, base: settings.learningRate)
    let loss = try train(rate: rate, progress, warned)
    try checkNumbers()
    let trained = clock.now
    let scores = try validation.map {
      try Validation(
        set: $0, size: description.input, batchSize: settings.batch, threads: threads
      ).scores(network)
    }
    let number = epochsDone + 1
    let record = EpochRecord(
      epoch: number, learningRate: rate, trainLoss: loss,
      validation: scores.map(EpochRecord.Validation.init),
      imagesPerSecond: Double(batches.set.count) / max(1e-9, (trained - began).inSeconds),
      seconds: (clock.now - began).inSeconds)
    // Both stand before the checkpoint does, so that no run that goes on lacks them; but an epoch of
    // training is not lost for a picture or a line that cannot be written.
    let shown = Result {
      try draw(epoch: number)
      try metrics?.append(record)
    }
    try save(epoch: number)
    epochsDone = number
    try shown.get()
    return record
  }

  private func draw(epoch: Int) throws {
    guard let picture = try sheet?.draw(network, size: description.input) else { return }
    try createFolder(folder.sheets)
    try AtomicFile.write(picture, to: folder.sheet(epoch))
  }

  /// The steps of an epoch; returns the mean loss over the samples of batches with a labelled pixel.
  private mutating func train(
    rate: Double, _ progress: (Int) -> Void, _ warned: (String) -> Void
  ) throws -> Double {
    var sum = 0.0
    var samples = 0
    var step = 0
    var unlabelled = 0
    try batches.forEach(epoch: epochsDone, threads: threads) { batch in
      try StopSignal.check()
      step += 1
      batch.copy(to: network)
      let loss = network.trainingStep(count: batch.count)
      guard loss.isFinite else {
        throw TrainingError.lossNotFinite(epoch: epochsDone + 1, step: step)
      }
      adam.update(network.parameters, with: network.gradients, rate: rate, threads: threads)
      if network.labelledPixels > 0 {
        sum += loss * Double(batch.count)
        samples += batch.count
      } else {
        unlabelled += 1
      }
      progress(batch.count)
    }
    guard samples > 0 else { throw TrainingError.nothingLabelled(epoch: epochsDone + 1) }
    if unlabelled > 0 {
      warned(
        "epoch \(epochsDone + 1): \(unlabelled) of \(step) batches have no labelled pixel, and taught "
          + "nothing")
    }
    return sum / Double(samples)
  }

  /// Refuses a state that cannot be trained on: the loss is computed before a step, and says nothing
  /// of the last one.
  private func checkNumbers() throws {
    let found =
      network.firstNonFiniteTensor
      ?? (adam.isFinite ? nil : "optimizer.\(adam.mean.allAreFinite ? "exp_avg_sq" : "exp_avg")")
    if let found {
      throw TrainingError.modelNotFinite(
        tensor: found, epoch: epochsDone + 1, step: batches.count)
    }
  }

  /// Writes the model, then the checkpoint: a run resumed in between writes the model again.
  private func save(epoch: Int) throws {
    try saveModel(epoch: epoch)
    try Checkpoint.write(
      network, adam, description: try model(epoch: epoch), to: folder.checkpoint)
  }

  private func saveModel(epoch: Int) throws {
    try TensorFile(tensors: network.state(), metadata: try model(epoch: epoch).metadata())
      .write(to: folder.model)
  }

  private func model(epoch: Int) throws -> ModelDescription {
    ModelDescription(
      model: settings.model, classes: description.classes, input: description.input,
      resizes: try Pipeline(settings.augment).resizes(to: description.input).words, epoch: epoch)
  }

  /// Joins the sheets.
  ///
  /// - Parameter warned: Told of sheets left out.
  func finish(warned: (String) -> Void) throws {
    try PredictionSheet.animate(folder, epochs: epochsDone, warned: warned)
  }
}

extension Duration {
  /// In seconds.
  fileprivate var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
