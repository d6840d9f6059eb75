/// What decides every byte of a trained model: the settings of a run, kept in `run.json`.
public struct TrainingSettings: Sendable, Equatable {
  /// The model by name.
  public var model = "segnet"
  /// Training inputs, as they were named.
  public var train: [String] = []
  /// Validation inputs; may be none.
  public var validate: [String] = []
  /// Operations as they are written for segaug.
  public var augment: [String] = []
  /// Passes over the training samples.
  public var epochs = 20
  /// Samples a step; the last step of an epoch may have fewer.
  public var batch = 16
  /// The learning rate of the first epoch.
  public var learningRate = 1e-3
  /// How it changes.
  public var schedule = LearningRateSchedule.step(every: 7, factor: 0.7)
  /// Decides the first weights, the order of the samples and what the operations draw.
  public var seed: UInt64 = 0
  /// How many classes there are where samples have no class table.
  public var classes: Int?

  /// The article's recipe, without inputs.
  public init() {}

  /// Checks what has a range; names, operations and inputs are checked where they are used.
  ///
  /// - Throws: ``TrainingError/badSetting(_:takes:given:)``.
  public func check() throws(TrainingError) {
    func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws(TrainingError) {
      guard range.contains(value) else {
        let takes = "\(range.lowerBound) to \(range.upperBound)"
        throw .badSetting(name, takes: takes, given: "\(value)")
      }
    }
    try check("--epochs", epochs, 1...100_000)
    try check("--batch", batch, 1...4096)
    try check("--classes", classes ?? 1, 1...1024)
    guard learningRate > 0, learningRate <= 10 else {
      throw .badSetting(
        "--lr", takes: "a number above 0 and up to 10", given: "\(learningRate)")
    }
  }

  /// What differs from the settings a run was begun with, each as `--batch was 16, not 8`.
  ///
  /// Another number of epochs is no difference: the run goes on to there.
  public func differences(from begun: TrainingSettings) -> [String] {
    func list(_ words: [String]) -> String {
      words.isEmpty
        ? "nothing"
        : words.map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " ")
    }
    let fields: [(name: String, begun: String, now: String)] = [
      ("--model", begun.model, model),
      ("the training input", list(begun.train), list(train)),
      ("--validate", list(begun.validate), list(validate)),
      ("--augment", list(begun.augment), list(augment)),
      ("--batch", "\(begun.batch)", "\(batch)"),
      ("--lr", "\(begun.learningRate)", "\(learningRate)"),
      ("--schedule", "\(begun.schedule)", "\(schedule)"),
      ("--seed", "\(begun.seed)", "\(seed)"),
      ("--classes", begun.classes.map(String.init) ?? "none", classes.map(String.init) ?? "none"),
    ]
    return fields.filter { $0.begun != $0.now }.map { "\($0.name) was \($0.begun), not \($0.now)" }
  }
}
