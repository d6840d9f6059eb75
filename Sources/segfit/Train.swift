import ArgumentParser
import SegAugment
import SegBasics
import SegCommandLine
import SegTraining

/// `segfit train`.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains a model; the same line again goes on where it was left.",
    discussion: """
      The folder of the run gets model.safetensors (the weights after the last epoch, under their \
      PyTorch names), checkpoint.safetensors (what training goes on from), metrics.csv and \
      metrics.jsonl, run.json, a sheet of predictions for each epoch, and training.png, which \
      animates them.

      Validation applies the resizes of --augment and --policy and nothing else. Without --augment, samples \
      must have one size. Operations that mix samples are for segaug, before training.

      With --on-error skip, samples that cannot be read at the beginning are left out of the \
      whole run, which ends with status 1.

      EXAMPLES
        segfit train shards/ --validate val/ --augment 'hflip jitter:contrast=0.3' -o runs/pets
        segls pets --split trainval | segfit train - \\
          --augment 'resize=128x128:filter=nearest-exact hflip jitter:contrast=0.3' -o runs/pets
        segfit train --resume -o runs/pets
      """)

  @Argument(help: ArgumentHelp("Manifests, streams or shard sets.", valueName: "train"))
  var inputs: [String] = []

  @OptionGroup var recipe: RecipeOptions

  @OptionGroup var sources: InputOptions
  @OptionGroup var threads: ThreadsOption

  @Option(
    help: ArgumentHelp(
      "Keep decoded samples in memory up to so many MiB, and read the rest again each epoch.",
      valueName: "mib"))
  var cacheSize = 2048

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var output: String

  @Flag(help: "Go on with the run's own settings; --epochs may name more of them.")
  var resume = false

  @Flag(help: "Throw away a run that stands in the folder.")
  var restart = false

  @OptionGroup var onError: OnErrorOption
  @OptionGroup var quiet: QuietOption

  func validate() throws {
    guard (0...1 << 24).contains(cacheSize) else {
      throw ValidationError("--cache-size takes 0 to 16777216 MiB, not \(cacheSize)")
    }
    guard !(resume && restart) else {
      throw ValidationError("--resume and --restart contradict each other")
    }
    guard resume || !inputs.isEmpty else {
      throw ValidationError(
        "name what to train with: manifests, streams or shard sets, or - for standard input")
    }
    // Without quotes, the shell takes --augment apart.
    for word in inputs where OperationCatalog.isOperation(word) {
      guard try fileStatus(word) == nil else { continue }
      throw ValidationError(
        "\(word) is an operation, no input; put all of --augment in one pair of quotes")
    }
  }

  func run() throws {
    StopSignal.watch()
    let settings = try settings()
    var training = Training(settings, folder: output)
    training.threads = threads.count
    training.cacheLimit = cacheSize << 20
    training.restarts = restart
    let printer = TrainingPrinter(epochs: settings.epochs, isQuiet: quiet.isQuiet)
    var failures = FailureLog(onError.policy)
    try training.run {
      printer.show($0)
    } failed: { error, pending in
      printer.makeRoom()
      try failures.handle(error, for: pending)
    }
    try failures.finish()
  }

  private func settings() throws -> TrainingSettings {
    guard resume else { return try recipe.settings(inputs: inputs, over: TrainingSettings()) }
    let begun = try Training.begunSettings(in: output)
    let settings = try recipe.settings(inputs: inputs, over: begun)
    let differences = settings.differences(from: begun)
    guard differences.isEmpty else {
      throw Located(TrainingError.contradictsRun(differences), path: output)
    }
    return settings
  }
}
