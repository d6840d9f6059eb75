import ArgumentParser
import SegTraining

/// What decides a trained model; the defaults are the article's recipe.
struct RecipeOptions: ParsableArguments {
  @Option(
    name: .customLong("validate"),
    help: ArgumentHelp("Samples to score after each epoch; may be repeated.", valueName: "val"))
  var validationInputs: [String] = []

  @Option(help: ArgumentHelp("The model (segfit models lists them).", valueName: "name"))
  var model = "segnet"

  @Option(
    help: ArgumentHelp(
      "Operations as for segaug, separated by spaces; may be repeated. Drawn anew each epoch.",
      valueName: "operations"))
  var augment: [String] = []

  @Option(help: ArgumentHelp("Passes over the training samples.", valueName: "n"))
  var epochs = 20

  @Option(help: ArgumentHelp("Samples a step.", valueName: "n"))
  var batch = 16

  @Option(name: .customLong("lr"), help: ArgumentHelp("Learning rate of Adam.", valueName: "rate"))
  var learningRate = 1e-3

  @Option(
    help: ArgumentHelp(
      "How the learning rate changes: constant, or step:every=EPOCHS,factor=F.",
      valueName: "schedule"))
  var schedule = LearningRateSchedule.step(every: 7, factor: 0.7)

  @Option(
    help: ArgumentHelp("Seed of weights, order and operations.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp("How many classes there are where samples do not say.", valueName: "n"))
  var classes: Int?

  func validate() throws {
    guard (1...100_000).contains(epochs) else {
      throw ValidationError("--epochs takes 1 to 100000, not \(epochs)")
    }
    guard (1...4096).contains(batch) else {
      throw ValidationError("--batch takes 1 to 4096, not \(batch)")
    }
    guard learningRate > 0, learningRate <= 10 else {
      throw ValidationError("--lr takes a number above 0 and up to 10, not \(learningRate)")
    }
    guard (1...1024).contains(classes ?? 1) else {
      throw ValidationError("--classes takes 1 to 1024, not \(classes ?? 1)")
    }
  }

  /// The settings of a run.
  func settings(inputs: [String]) throws -> TrainingSettings {
    var settings = TrainingSettings()
    settings.model = model
    settings.train = inputs
    settings.validate = validationInputs
    settings.augment = augment.flatMap { $0.split(separator: " ").map(String.init) }
    settings.epochs = epochs
    settings.batch = batch
    settings.learningRate = learningRate
    settings.schedule = schedule
    settings.seed = seed
    settings.classes = classes
    return settings
  }
}

extension LearningRateSchedule: ExpressibleByArgument {
  /// Reads a schedule as it is written on the command line.
  public init?(argument: String) { try? self.init(argument) }

  /// As it is written on the command line.
  public var defaultValueDescription: String { description }
}
