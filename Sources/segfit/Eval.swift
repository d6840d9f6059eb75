import ArgumentParser
import SegBasics
import SegCommandLine
import SegShards
import SegTraining

/// `segfit eval`.
struct Eval: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Scores a model on samples.",
    discussion: """
      Pictures are resized as in training. With --at model so are the label maps, and the scores are \
      those of validation in training; with --at original the logits are interpolated to the size of \
      each label map, as benchmarks do. Pixels that are ignored in the truth are left out.

      Records are separated by tabs: samples; unlabeled, those of them without a pixel that counts, \
      which soft_iou leaves out; pixels, ignored, loss, pixel_accuracy, mean_accuracy, miou, \
      fwiou, dice, kappa, soft_iou; then for each class its index, name, IoU, Dice, precision, \
      recall and pixels; then the rows of the confusion matrix, one a true class. What is not \
      defined is nan.

      EXAMPLES
        segfit eval runs/pets test-shards/
        segls pets --split test | segfit eval runs/pets --at original --json
      """)

  @Argument(help: ArgumentHelp("A run, or a model file.", valueName: "run"))
  var model: String

  @Argument(help: ArgumentHelp("Manifests, streams or shard sets; standard input without any."))
  var data: [String] = []

  @Option(
    help: ArgumentHelp(
      "How a class that does not occur counts in means: skip, or zero as in SegNet's script.",
      valueName: "how"))
  var absent = ConfusionMatrix.Absent.skip

  @Option(
    name: .customLong("at"),
    help: ArgumentHelp(
      "The size that is scored at: model, that of training, or original, that of the label maps.",
      valueName: "size"))
  var scale = Evaluation.Scale.model

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var sources: InputOptions
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var onError: OnErrorOption
  @OptionGroup var quiet: QuietOption

  func run() throws {
    StopSignal.watch()
    let trained = try TrainedModel(model)
    var evaluation = Evaluation(trained)
    evaluation.threads = threads.count
    evaluation.scale = scale
    let source = SampleSource(data)
    let meter = ProgressMeter("scoring", quiet: quiet.isQuiet)
    var failures = FailureLog(onError.policy)
    let scores = try evaluation.scores {
      try source.next()
    } progress: {
      meter.advance(by: $0)
    } warned: {
      guard !quiet.isQuiet else { return }
      meter.finish()
      warn($0)
    } failed: { error, pending in
      meter.finish()
      try failures.handle(error, for: pending)
    }
    meter.finish()
    guard scores.images > 0 else {
      try failures.finish()
      throw TrainingError.noSamples("score")
    }
    let report = ScoreReport(scores, classes: trained.description.classes, absent: absent)
    try printText(json ? try report.json() + "\n" : report.text)
    try failures.finish()
  }
}

extension ConfusionMatrix.Absent: ExpressibleByArgument {}
extension Evaluation.Scale: ExpressibleByArgument {}
