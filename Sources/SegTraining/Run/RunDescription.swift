import SegBasics
import SegImaging
import SegSamples

/// `run.json`: the settings, and what was found in the data.
struct RunDescription: Sendable, Equatable {
  static let fileName = "run.json"

  var settings: TrainingSettings
  /// The classes.
  var classes: ClassTable
  /// What the model takes.
  var input: PixelSize
  /// Samples of the training input, and the digest of their keys.
  var samples: Int
  var digest: UInt64

  /// The file: a field a line.
  func encoded() throws -> [UInt8] {
    var object = OrderedJSON()
    try object.add("format", "segfit-run")
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
    try object.add("samples", samples)
    try object.add("keys", String(digest, radix: 16))
    return Array(object.lines.utf8)
  }

  init(
    settings: TrainingSettings, classes: ClassTable, input: PixelSize, samples: Int, digest: UInt64
  ) {
    self.settings = settings
    self.classes = classes
    self.input = input
    self.samples = samples
    self.digest = digest
  }

  /// What differs in the data from when the run was begun.
  func differences(from begun: RunDescription) -> [String] {
    var found: [String] = []
    if classes != begun.classes {
      found.append("the classes were \(begun.classes), not \(classes)")
    }
    if input != begun.input { found.append("the input size was \(begun.input), not \(input)") }
    if samples != begun.samples {
      found.append("the training samples were \(begun.samples), not \(samples)")
    } else if digest != begun.digest {
      found.append("the training samples were others")
    }
    return found
  }

  /// Reads the file.
  ///
  /// - Throws: `JSONError`, ``ScheduleError``.
  init(_ bytes: [UInt8]) throws {
    let fields = try decodeJSON(Fields.self, from: bytes)
    guard fields.format == "segfit-run", fields.version == 1 else {
      throw JSONError.badField("version", "version 1 of segfit-run is read, no other")
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
    classes = fields.classes
    input = PixelSize(width: fields.width, height: fields.height)
    samples = fields.samples
    digest = UInt64(fields.keys, radix: 16) ?? 0
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

    private enum CodingKeys: String, CodingKey {
      case format, version, model, train, validate, augment, epochs, batch, lr, schedule, seed
      case classCount = "class_count"
      case classes, width, height, samples, keys
    }
  }
}
