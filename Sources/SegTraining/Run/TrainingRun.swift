import SegAugment
import SegBasics
import SegGraph
import SegImaging
import SegSamples

/// The epochs of a run: train, score, draw, log, save.
struct TrainingRun {
  let description: RunDescription
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
  mutating func begin() throws {
    if try fileStatus(folder.checkpoint) != nil {
      epochsDone = try Checkpoint.load(
        folder.checkpoint, into: network, &adam, of: try model(epoch: 0),
        stepsPerEpoch: batches.count)
      try folder.goOn(description)
      // What was killed between model and checkpoint left the model of an epoch too many.
      try saveModel(epoch: epochsDone)
    } else {
      network.initialize(seed: settings.seed)
    }
    metrics = try MetricsLog(
      folder: folder.path, classes: description.classes, keepingThrough: epochsDone)
    sheet = try PredictionSheet(validation ?? batches.set)
  }

  /// Trains one epoch and saves it.
  ///
  /// - Parameter progress: Told how many samples each step saw.
  /// - Returns: What it came to.
  mutating func epoch(_ progress: (Int) -> Void) throws -> EpochRecord {
    let clock = ContinuousClock()
    let began = clock.now
    let rate = settings.schedule.rate(epoch: epochsDone, base: settings.learningRate)
    let loss = try train(rate: rate, progress)
    try checkNumbers()
    let trained = clock.now
    let scores = try validation.map {
      try Validation(
        set: $0, size: description.input, batchSize: settings.batch, threads: threads
      ).scores(network)
    }
    let number = epochsDone + 1
    if let picture = try sheet?.draw(network, size: description.input) {
      try AtomicFile.write(picture, to: folder.sheet(number))
    }
    let record = EpochRecord(
      epoch: number, learningRate: rate, trainLoss: loss,
      validation: scores.map(EpochRecord.Validation.init),
      imagesPerSecond: Double(batches.set.count) / max(1e-9, (trained - began).inSeconds),
      seconds: (clock.now - began).inSeconds)
    try metrics?.append(record)
    try save(epoch: number)
    epochsDone = number
    return record
  }

  /// The steps of an epoch; returns the mean loss over its samples.
  private mutating func train(rate: Double, _ progress: (Int) -> Void) throws -> Double {
    var sum = 0.0
    var step = 0
    try batches.forEach(epoch: epochsDone, threads: threads) { batch in
      try StopSignal.check()
      step += 1
      batch.copy(to: network)
      let loss = network.trainingStep(count: batch.count)
      guard loss.isFinite else {
        throw TrainingError.lossNotFinite(epoch: epochsDone + 1, step: step)
      }
      adam.update(network.parameters, with: network.gradients, rate: rate, threads: threads)
      sum += loss * Double(batch.count)
      progress(batch.count)
    }
    return sum / Double(batches.set.count)
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
      resizes: try Pipeline.resizes(of: settings.augment), epoch: epoch)
  }

  /// Joins the sheets.
  func finish() throws { try PredictionSheet.animate(folder, epochs: epochsDone) }
}

extension Duration {
  /// In seconds.
  fileprivate var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
