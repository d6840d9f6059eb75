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
      size, and the largest decides, of equal ones that of the lowest class. Label maps are PNG \
      with the colors of the classes, whose raw values are the class indices.

      Folders are read with those below them, and their paths are kept: sub/photo.jpg becomes \
      sub/photo.png, or sub/photo.jpg.png where sub/photo.tif stands beside it; a folder that is \
      written to is not looked into. The pages of a TIFF file become \
      KEY-0, KEY-1 and so on. Manifests are read to their \
      end before anything is predicted, and pictures that would get the same name are refused. A \
      file that stands already is left as it is when its content is the same, and replaced with \
      --force only; a file that is read, or that a manifest names, is never replaced.

      EXAMPLES
        segfit predict runs/pets photo.jpg -o mask.png --overlay seen.png
        segfit predict runs/pets photos/ -o masks/ --on-error skip
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
      "The folder that gets KEY.png; for one picture file, a .png file, or - for standard output.",
      valueName: "path"))
  var output: String

  @Option(
    help: ArgumentHelp(
      "Also draw the classes over the pictures, into a folder or .png file as with -o.",
      valueName: "path"))
  var overlay: String?

  @Option(
    help: ArgumentHelp(
      "How strongly the overlay covers, 0 to 1. (default: 0.5)", valueName: "share"))
  var opacity: Double?

  @Flag(help: "Replace files that stand already with other content.")
  var force = false

  @OptionGroup var sources: InputOptions
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var onError: OnErrorOption
  @OptionGroup var quiet: QuietOption

  func validate() throws {
    guard let opacity else { return }
    guard (0...1).contains(opacity) else {
      throw ValidationError("--opacity takes 0 to 1, not \(opacity)")
    }
    guard overlay != nil else { throw ValidationError("--opacity needs --overlay") }
  }

  func run() throws {
    StopSignal.watch()
    // Before waiting for standard input; its weights are read after all that is quick to refuse.
    let model = try TrainedModel.file(model)
    let outputs = [output, overlay].compactMap { $0 }
    let pictures = try PictureInputs(inputs, outputs: outputs)
    if !quiet.isQuiet { pictures.notes.forEach(warn) }
    var files = try PredictionFiles(
      try outputs.map { try place($0, isOne: pictures.isOnePicture) }, for: pictures)
    files.overwrites = force
    let trained = try TrainedModel(model)
    let drawing = PredictionDrawing(
      classes: trained.description.classes, opacity: overlay == nil ? nil : opacity ?? 0.5)
    var predictor = Predictor(trained)
    predictor.threads = threads.count
    if pictures.isOnePicture { predictor.batchSize = 1 }
    let meter = ProgressMeter("predicting", quiet: quiet.isQuiet)
    var failures = FailureLog(onError.policy)
    try predictor.predict(pictures.samples()) { prediction in
      (prediction.key, prediction.warnings, try drawing.files(of: prediction))
    } consume: { key, warnings, encoded in
      if !quiet.isQuiet, !warnings.isEmpty {
        meter.finish()
        for warning in warnings { warn("sample \(key): \(warning)") }
      }
      try files.write(encoded, of: key)
      meter.advance()
    } failed: { error, pending in
      meter.finish()
      try failures.handle(error, for: pending)
    }
    meter.finish()
    try failures.finish()
  }

  /// What `-o` and `--overlay` mean.
  private func place(_ path: String, isOne: Bool) throws -> PredictionFiles.Place {
    if path == "-" {
      guard isOne else {
        throw ValidationError("- takes the label map of one picture file; name a folder with -o")
      }
      try refuseTerminal("name a .png file with -o")
      return .standardOutput
    }
    switch try fileStatus(path)?.kind {
    case .folder: return .folder(path)
    case .file where !isOne:
      throw ValidationError("\(path) stands already and is no folder; predictions go to a folder")
    case .other where isOne: return .file(path)
    case .other: throw ValidationError("\(path) is no folder; predictions go to a folder")
    case .file, nil: break
    }
    if isOne, path.lowercased().hasSuffix(".png") { return .file(path) }
    let endings = [
      ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".npy", ".tar", ".gz", ".tgz", ".zip",
      ".json",
      ".jsonl",
    ]
    guard !endings.contains(where: path.lowercased().hasSuffix) else {
      throw ValidationError(
        isOne
          ? "\(path) does not end in .png, which a label map is"
          : "\(path) does not look like a folder; predictions of several go to a folder")
    }
    guard try fileStatus(path) == nil else {
      throw ValidationError("\(path) stands already and is no folder, and does not end in .png")
    }
    return .folder(path)
  }
}
