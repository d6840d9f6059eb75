import ArgumentParser
import SegBasics
import SegCommandLine
import SegTraining

/// `segfit predict`.
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Predicts label maps of pictures, at the pictures' own size.",
    discussion: """
      Each picture is resized as in training; the logits are interpolated back to the picture's \
      size, and the largest decides. Label maps are PNG with the colors of the classes, whose \
      raw values are the class indices.

      EXAMPLES
        segfit predict runs/pets photo.jpg -o mask.png --overlay seen.png
        segfit predict runs/pets photos/ -o masks/
        segls pets --split test | segfit predict runs/pets - -o masks/ --overlay overlays/
      """)

  @Argument(help: ArgumentHelp("A run, or a model file.", valueName: "run"))
  var model: String

  @Argument(
    help: ArgumentHelp(
      "Pictures, folders of pictures, manifests, streams or shard sets; - is standard input."))
  var inputs: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The folder that gets KEY.png; for one picture file, a .png file.", valueName: "path"))
  var output: String

  @Option(
    help: ArgumentHelp(
      "Also draw the classes over the pictures, into a folder or .png file as with -o.",
      valueName: "path"))
  var overlay: String?

  @Option(help: ArgumentHelp("How strongly the overlay covers, 0 to 1.", valueName: "share"))
  var opacity = 0.5

  @OptionGroup var threads: ThreadsOption
  @OptionGroup var quiet: QuietOption

  func validate() throws {
    guard (0...1).contains(opacity) else {
      throw ValidationError("--opacity takes 0 to 1, not \(opacity)")
    }
  }

  func run() throws {
    StopSignal.watch()
    let pictures = PictureInputs(inputs)
    let isOne = try pictures.isOnePicture()
    func place(_ path: String) -> PredictionFiles.Place {
      isOne && path.hasSuffix(".png") ? .file(path) : .folder(path)
    }
    let trained = try TrainedModel(model)
    var files = PredictionFiles(
      labelMaps: place(output), overlays: overlay.map(place), classes: trained.description.classes)
    files.opacity = opacity
    var predictor = Predictor(trained)
    predictor.threads = threads.count
    if isOne { predictor.batchSize = 1 }
    let meter = ProgressMeter("predicting", quiet: quiet.isQuiet)
    try predictor.predict(try pictures.samples()) { [files] in
      try files.encode($0)
    } consume: {
      try files.write($0)
      meter.advance()
    }
    meter.finish()
  }
}
