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
  /// No sample has a class table.
  case noClassTable
  /// More classes than a model is trained for.
  case tooManyClasses(Int, limit: Int)
  /// A picture that is not of the size the model takes.
  case sizeDiffers(PixelSize, expected: PixelSize)
  /// The loss is no number any more.
  case lossNotFinite(epoch: Int, step: Int)
  /// There is no model of that name.
  case unknownModel(String, known: [String])
  /// The folder or file holds no trained model.
  case notAModel(String)
  /// The folder holds a run with other settings.
  case holdsAnotherRun([String])
  /// The folder holds something, but no run.
  case holdsForeignFiles([String])
  /// There is no run that could go on.
  case nothingToResume
  /// The program was told to stop.
  case stopped(StopSignal)

  /// How a command ends on this error.
  public var exitStatus: ExitStatus {
    switch self {
    case .noSamples, .noLabelMap, .mixedSample, .noClassTable, .tooManyClasses, .sizeDiffers,
      .lossNotFinite, .notAModel:
      .badData
    case .unknownModel: .usage
    case .holdsAnotherRun, .holdsForeignFiles: .cannotCreate
    case .nothingToResume: .noInput
    case .stopped(.interrupt): .interrupted
    case .stopped(.terminate): .terminated
    }
  }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .noSamples(let purpose): "there is no sample to \(purpose)"
    case .noLabelMap: "the sample has no label map"
    case .mixedSample:
      "the sample is mixed from two and has two label maps; segfit trains with one"
    case .noClassTable: "no sample has a class table; name the number of classes with --classes"
    case .tooManyClasses(let count, let limit): "\(count) classes are more than \(limit)"
    case .sizeDiffers(let size, let expected):
      "the picture has \(size) pixels where the model takes \(expected); "
        + "add a resize to the operations, such as --augment resize=\(expected)"
    case .lossNotFinite(let epoch, let step):
      "the loss is no number in epoch \(epoch), step \(step); try a lower --lr"
    case .unknownModel(let name, let known):
      "there is no model \(name); there are \(known.joined(separator: ", "))"
    case .notAModel(let why): "not a model of segfit: \(why)"
    case .holdsAnotherRun(let differences):
      "the folder holds a run with other settings (\(differences.joined(separator: "; "))); "
        + "choose another folder, or --restart"
    case .holdsForeignFiles(let names):
      "the folder holds \(names.prefix(3).joined(separator: ", "))"
        + "\(names.count > 3 ? " and more" : ""), but no run; choose another folder"
    case .nothingToResume: "there is no run to resume"
    case .stopped: "stopped; the same line goes on after the last whole epoch"
    }
  }
}
