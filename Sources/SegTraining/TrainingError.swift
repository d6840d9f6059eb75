import SegBasics
import SegImaging
import SegSamples

/// What can be wrong with training, scoring and predicting.
public enum TrainingError: SegError {
  /// There is no sample.
  case noSamples(String)
  /// A sample has no label map.
  case noLabelMap
  /// A sample was mixed from two, with two label maps.
  case mixedSample
  /// Operations that mix samples are no part of training.
  case mixes
  /// All pixels of all samples are ignored; of an epoch, where operations made them so.
  case nothingLabelled(epoch: Int?)
  /// No sample has a class table.
  case noClassTable
  /// More classes than a model is trained for.
  case tooManyClasses(Int, limit: Int)
  /// A picture that is not of the size the model takes.
  case sizeDiffers(PixelSize, expected: PixelSize)
  /// A sample to train or validate with that is not of the size of the others.
  case unequalSizes(PixelSize, expected: PixelSize)
  /// Samples have another number of classes than was given.
  case classCountDiffers(given: Int, table: ClassTable)
  /// The loss is no number any more.
  case lossNotFinite(epoch: Int, step: Int)
  /// A tensor of the model, or of the optimizer, has a value that is no number any more.
  case modelNotFinite(tensor: String, epoch: Int, step: Int)
  /// The model predicts what is no number.
  case logitsNotFinite(sample: String)
  /// There is no model of that name.
  case unknownModel(String, known: [String])
  /// The folder or file holds no trained model.
  case notAModel(String)
  /// The folder has no file of this name.
  case noModel(String)
  /// The file is what training goes on from; the model has this name.
  case isCheckpoint(String)
  /// The file is not of the format that models are stored in; what it looks like, if that is known.
  case notSafetensors(String?)
  /// A setting out of its range.
  case badSetting(String, takes: String, given: String)
  /// Options that contradict the run that is to be resumed.
  case contradictsRun([String])
  /// The folder holds a run with other settings.
  case holdsAnotherRun([String])
  /// The folder holds something, but no run.
  case holdsForeignFiles([String])
  /// There is no run that could go on.
  case nothingToResume
  /// What the run says of itself cannot be read.
  case damagedRun(String)
  /// The folder holds a model of more than an epoch, but no checkpoint.
  case lostCheckpoint
  /// Another process trains into the folder.
  case folderBusy
  /// The program was told to stop.
  case stopped(StopSignal)
  /// Training was told to stop.
  case trainingStopped(StopSignal)

  /// How a command ends on this error.
  public var exitStatus: ExitStatus {
    switch self {
    case .noSamples, .noLabelMap, .mixedSample, .nothingLabelled, .noClassTable, .tooManyClasses,
      .sizeDiffers, .unequalSizes, .classCountDiffers, .lossNotFinite, .modelNotFinite,
      .logitsNotFinite, .notAModel, .isCheckpoint, .notSafetensors, .damagedRun:
      .badData
    case .mixes, .unknownModel, .badSetting, .contradictsRun: .usage
    case .holdsAnotherRun, .holdsForeignFiles, .lostCheckpoint, .folderBusy: .cannotCreate
    case .nothingToResume, .noModel: .noInput
    case .stopped(.interrupt), .trainingStopped(.interrupt): .interrupted
    case .stopped(.terminate), .trainingStopped(.terminate): .terminated
    }
  }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .noSamples(let purpose): "there is no sample to \(purpose)"
    case .noLabelMap: "the sample has no label map"
    case .mixedSample:
      "the sample is mixed from two and has two label maps; segfit trains with one"
    case .mixes:
      "--augment cannot mix samples; mix them with segaug before, and train with what it writes"
    case .nothingLabelled(nil):
      "no pixel of the training samples has a label that is a class; all are ignored"
    case .nothingLabelled(let epoch?):
      "no pixel that epoch \(epoch) sees has a label that is a class; --augment leaves none"
    case .noClassTable: "no sample has a class table; name the number of classes with --classes"
    case .tooManyClasses(let count, let limit): "\(count) classes are more than \(limit)"
    case .sizeDiffers(let size, let expected):
      "the picture has \(size) pixels where the model takes \(expected); "
        + "bring it to that size first, such as with segaug resize=\(expected)"
    case .unequalSizes(let size, let expected):
      "the picture has \(size) pixels where those before have \(expected); "
        + "bring all to one size, such as with --augment resize=\(expected)"
    case .classCountDiffers(let given, let table):
      "the samples have the \(table.entries.count) classes \(table), not \(given); "
        + "leave out --classes"
    case .lossNotFinite(let epoch, let step):
      "the loss is no number in epoch \(epoch), step \(step); \(Self.afterDivergence(epoch))"
    case .modelNotFinite(let tensor, let epoch, let step):
      "tensor \(tensor) is no number after epoch \(epoch), step \(step); "
        + Self.afterDivergence(epoch)
    case .logitsNotFinite(let sample):
      "the model predicts no numbers for sample \(sample): its weights are beyond all bounds"
    case .unknownModel(let name, let known):
      "there is no model \(name); there are \(known.joined(separator: ", "))"
    case .notAModel(let why): "not a model of segfit: \(why)"
    case .noModel(let name):
      "holds no \(name): no run, or one that was stopped in its first epoch"
    case .isCheckpoint(let name): "what training goes on from, no model; \(name) is beside it"
    case .notSafetensors(let kind):
      "no safetensors file" + (kind.map { "; it looks like a \($0)" } ?? "")
    case .badSetting(let name, let takes, let given): "\(name) takes \(takes), not \(given)"
    case .contradictsRun(let differences):
      "--resume goes on with the run's own settings, and \(differences.joined(separator: "; ")); "
        + "leave that out, or choose another folder"
    case .holdsAnotherRun(let differences):
      "the folder holds a run with other settings (\(differences.joined(separator: "; "))); "
        + "choose another folder, or --restart"
    case .holdsForeignFiles(let names):
      "the folder holds \(names.prefix(3).joined(separator: ", "))"
        + "\(names.count > 3 ? " and more" : ""), but no run; choose another folder"
    case .nothingToResume: "there is no run to resume"
    case .damagedRun(let why): "\(why); --restart begins the run anew"
    case .lostCheckpoint:
      "the folder holds a trained model, but no \(Checkpoint.fileName) to go on from; "
        + "choose another folder, or --restart"
    case .folderBusy: "another segfit train writes to this folder"
    case .stopped: "stopped"
    case .trainingStopped: "stopped; the same line goes on after the last whole epoch"
    }
  }

  /// What is left of a run whose numbers grew beyond all bounds, and what to do.
  private static func afterDivergence(_ epoch: Int) -> String {
    let kept = epoch > 1 ? "the model of epoch \(epoch - 1) stays; " : ""
    return kept + "try a lower --lr in another folder, or with --restart"
  }
}
