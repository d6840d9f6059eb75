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

  /// What differs from the settings a run was begun with, each as `batch was 16, not 8`.
  ///
  /// More epochs than before are no difference: the run goes on.
  func differences(from begun: TrainingSettings) -> [String] {
    func list(_ words: [String]) -> String {
      words.isEmpty ? "nothing" : words.joined(separator: " ")
    }
    let fields: [(name: String, begun: String, now: String)] = [
      ("model", begun.model, model),
      ("the training input", list(begun.train), list(train)),
      ("the validation input", list(begun.validate), list(validate)),
      ("augment", list(begun.augment), list(augment)),
      ("batch", "\(begun.batch)", "\(batch)"),
      ("lr", "\(begun.learningRate)", "\(learningRate)"),
      ("schedule", "\(begun.schedule)", "\(schedule)"),
      ("seed", "\(begun.seed)", "\(seed)"),
      ("classes", begun.classes.map(String.init) ?? "-", classes.map(String.init) ?? "-"),
    ]
    return fields.filter { $0.begun != $0.now }.map { "\($0.name) was \($0.begun), not \($0.now)" }
  }
}
