import SegAugment
import SegBasics
import SegImaging
import SegSamples

/// `run.json`: the settings, and what was found in the data.
struct RunDescription: Sendable, Equatable {
  static let fileName = "run.json"
  /// What the file says of itself.
  static let format = "segfit-run"

  var settings: TrainingSettings
  /// The classes.
  var classes: ClassTable
  /// What the model takes.
  var input: PixelSize
  /// Samples of the training input, and of the validation input if there is one.
  var training: Listing
  var validation: Listing?

  /// What an input came to.
  struct Listing: Sendable, Equatable {
    /// How many samples there are.
    var count: Int
    /// Made of their keys in order.
    var digest: UInt64
  }

  /// The file: a field a line.
  func encoded() throws -> [UInt8] {
    var object = OrderedJSON()
    try object.add("format", Self.format)
    try object.add("version", 1)
    try object.add("model", settings.model)
    try object.add("train", settings.train)
    try object.add("validate", settings.validate)
    try object.add("augment", settings.augment)
    try object.add("epochs", settings.epochs)
    try object.add("batch", settings.batch)
    try object.add("lr", settings.learningRate)
    try object.add("schedule", settings.schedule.description)
    try object.add("seed", settings.seed)
    try object.add("class_count", settings.classes)
    try object.add("optimizer", "adam:beta1=0.9,beta2=0.999,epsilon=1e-8")
    try object.add("loss", "cross-entropy")
    try object.add("classes", classes)
    try object.add("width", input.width)
    try object.add("height", input.height)
    try object.add("samples", training.count)
    try object.add("keys", String(training.digest, radix: 16))
    try object.add("validation_samples", validation?.count)
    try object.add("validation_keys", validation.map { String($0.digest, radix: 16) })
    return Array(object.lines.utf8)
  }

  init(
    settings: TrainingSettings, classes: ClassTable, input: PixelSize, training: Listing,
    validation: Listing?
  ) {
    self.settings = settings
    self.classes = classes
    self.input = input
    self.training = training
    self.validation = validation
  }

  /// What differs in the data from when the run was begun.
  func differences(from begun: RunDescription) -> [String] {
    var found: [String] = []
    if classes != begun.classes {
      found.append("the classes were \(begun.classes), not \(classes)")
    }
    if input != begun.input { found.append("the input size was \(begun.input), not \(input)") }
    let inputs = [
      ("training", begun.training, training), ("validation", begun.validation, validation),
    ]
    for case (let name, let begun?, let now?) in inputs {
      if begun.count != now.count {
        found.append("the \(name) samples were \(begun.count), not \(now.count)")
      } else if begun.digest != now.digest {
        found.append("the \(name) samples were others")
      }
    }
    return found
  }

  /// Reads the file; what it says is checked as a command line is.
  ///
  /// - Throws: `JSONError`, ``ScheduleError``, `OperationError`, ``TrainingError``.
  init(_ bytes: [UInt8]) throws {
    let fields = try decodeJSON(Fields.self, from: bytes)
    guard fields.format == Self.format, fields.version == 1 else {
      throw JSONError.badField("version", "version 1 of \(Self.format) is read, no other")
    }
    func check(_ isRight: Bool, _ name: String, _ value: some Any) throws(JSONError) {
      guard isRight else { throw .badField(name, "it cannot be \(value)") }
    }
    func listing(_ count: Int, _ keys: String, _ prefix: String) throws(JSONError) -> Listing {
      try check(count > 0, prefix + "samples", count)
      guard let digest = UInt64(keys, radix: 16) else {
        throw .badField(prefix + "keys", "no hexadecimal number")
      }
      return Listing(count: count, digest: digest)
    }
    settings = TrainingSettings()
    settings.model = fields.model
    settings.train = fields.train
    settings.validate = fields.validate
    settings.augment = fields.augment
    settings.epochs = fields.epochs
    settings.batch = fields.batch
    settings.learningRate = fields.lr
    settings.schedule = try LearningRateSchedule(fields.schedule)
    settings.seed = fields.seed
    settings.classes = fields.classCount
    try settings.check()
    try check(!fields.train.isEmpty, "train", "empty")
    _ = try ModelCatalog.model(named: fields.model)
    _ = try Pipeline(fields.augment)
    classes = fields.classes
    let sides = 1...65535
    try check(sides.contains(fields.width), "width", fields.width)
    try check(sides.contains(fields.height), "height", fields.height)
    input = PixelSize(width: fields.width, height: fields.height)
    training = try listing(fields.samples, fields.keys, "")
    let isValidated = !fields.validate.isEmpty
    guard isValidated == (fields.validationSamples != nil),
      isValidated == (fields.validationKeys != nil)
    else { throw JSONError.badField("validate", "it does not fit validation_samples or _keys") }
    if let count = fields.validationSamples, let keys = fields.validationKeys {
      validation = try listing(count, keys, "validation_")
    }
  }

  private struct Fields: Decodable {
    var format: String
    var version: Int
    var model: String
    var train: [String]
    var validate: [String]
    var augment: [String]
    var epochs: Int
    var batch: Int
    var lr: Double
    var schedule: String
    var seed: UInt64
    var classCount: Int?
    var classes: ClassTable
    var width: Int
    var height: Int
    var samples: Int
    var keys: String
    var validationSamples: Int?
    var validationKeys: String?

    private enum CodingKeys: String, CodingKey {
      case format, version, model, train, validate, augment, epochs, batch, lr, schedule, seed
      case classCount = "class_count"
      case classes, width, height, samples, keys
      case validationSamples = "validation_samples"
      case validationKeys = "validation_keys"
    }
  }
}
