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
      Pictures and label maps are resized as in training, and scored at that size. Pixels whose \
      true label is none of the classes are left out.

      Records are separated by tabs: samples; unlabeled, those of them without a pixel that counts, \
      which soft_iou leaves out; pixels, ignored, loss, pixel_accuracy, mean_accuracy, miou, \
      fwiou, dice, kappa, soft_iou; then for each class its index, name, IoU, Dice, precision, \
      recall and pixels; then the rows of the confusion matrix, one a true class. What is not \
      defined is nan.

      EXAMPLES
        segfit eval runs/pets test-shards/
        segls pets --split test | segfit eval runs/pets --json
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

  @Flag(help: "Print one JSON object.")
  var json = false

  @OptionGroup var threads: ThreadsOption
  @OptionGroup var quiet: QuietOption

  func run() throws {
    StopSignal.watch()
    let trained = try TrainedModel(model)
    var evaluation = Evaluation(trained)
    evaluation.threads = threads.count
    let source = SampleSource(data)
    let meter = ProgressMeter("scoring", quiet: quiet.isQuiet)
    let scores = try evaluation.scores(
      { try source.next() }, progress: { meter.advance(by: $0) })
    meter.finish()
    let report = ScoreReport(scores, classes: trained.description.classes, absent: absent)
    print(json ? try report.json() + "\n" : report.text, terminator: "")
  }
}

extension ConfusionMatrix.Absent: ExpressibleByArgument {}
