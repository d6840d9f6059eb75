import ArgumentParser
import SegAugment
import SegTraining

/// What decides a trained model; the defaults are the article's recipe.
///
/// What was not given stays nil, so that a run that is resumed keeps its own.
struct RecipeOptions: ParsableArguments {
  @Option(
    name: .customLong("validate"),
    help: ArgumentHelp("Samples to score after each epoch; may be repeated.", valueName: "val"))
  var validationInputs: [String] = []

  @Option(
    help: ArgumentHelp(
      "The model (segfit models lists them). (default: segnet)", valueName: "name"))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "Operations as for segaug, separated by spaces; may be repeated. Drawn anew each epoch.",
      valueName: "operations"))
  var augment: [String] = []

  @Option(
    help: ArgumentHelp(
      "A policy file as for segaug, whose operations come before those of --augment.",
      valueName: "file"))
  var policy: String?

  @Option(help: ArgumentHelp("Passes over the training samples. (default: 20)", valueName: "n"))
  var epochs: Int?

  @Option(help: ArgumentHelp("Samples a step. (default: 16)", valueName: "n"))
  var batch: Int?

  @Option(
    name: .customLong("lr"),
    help: ArgumentHelp("Learning rate of Adam. (default: 0.001)", valueName: "rate"))
  var learningRate: Double?

  @Option(
    help: ArgumentHelp(
      "How the learning rate changes: constant, or step:every=EPOCHS,factor=F. "
        + "(default: step:every=7,factor=0.7)", valueName: "schedule"))
  var schedule: LearningRateSchedule?

  @Option(
    help: ArgumentHelp("Seed of weights, order and operations. (default: 0)", valueName: "n"))
  var seed: UInt64?

  @Option(
    help: ArgumentHelp("How many classes there are where samples do not say.", valueName: "n"))
  var classes: Int?

  func validate() throws {
    do {
      // A policy file is read in its own time, and what is wrong with it is no matter of the line.
      try given(augment: written, inputs: [], over: TrainingSettings()).check()
    } catch {
      throw ValidationError("\(error)")
    }
  }

  /// Settings of which those on the command line are replaced.
  ///
  /// - Throws: What reading the policy file throws.
  func settings(
    inputs: [String], over standard: TrainingSettings
  ) throws -> TrainingSettings {
    let policy = try policy.map(PolicyFile.words(at:)) ?? []
    return given(augment: policy + written, inputs: inputs, over: standard)
  }

  /// The operations of `--augment`.
  private var written: [String] {
    augment.flatMap { $0.split(separator: " ").map(String.init) }
  }

  private func given(
    augment: [String], inputs: [String], over standard: TrainingSettings
  ) -> TrainingSettings {
    var settings = standard
    if let model { settings.model = model }
    if !inputs.isEmpty { settings.train = inputs }
    if !validationInputs.isEmpty { settings.validate = validationInputs }
    if !augment.isEmpty { settings.augment = augment }
    if let epochs { settings.epochs = epochs }
    if let batch { settings.batch = batch }
    if let learningRate { settings.learningRate = learningRate }
    if let schedule { settings.schedule = schedule }
    if let seed { settings.seed = seed }
    if let classes { settings.classes = classes }
    return settings
  }
}

extension LearningRateSchedule: ExpressibleByArgument {
  /// Reads a schedule as it is written on the command line.
  public init?(argument: String) { try? self.init(argument) }

  /// What an error names.
  public static var allValueStrings: [String] { ["constant", "step:every=EPOCHS,factor=F"] }

  /// As it is written on the command line.
  public var defaultValueDescription: String { description }
}
