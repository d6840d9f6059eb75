import SegSamples

/// What an epoch came to: a line of `metrics.jsonl` and of `metrics.csv`.
public struct EpochRecord: Sendable, Equatable, Codable {
  /// The epoch, from 1.
  public var epoch: Int
  /// Its learning rate.
  public var learningRate: Double
  /// Mean over its samples of the loss at the step that saw them.
  public var trainLoss: Double
  /// Scores on the validation samples; nil without any.
  public var validation: Validation?
  /// Training samples a second, without validation.
  public var imagesPerSecond: Double
  /// Seconds of the whole epoch, with validation.
  public var seconds: Double

  /// Scores on the validation samples after the epoch.
  public struct Validation: Sendable, Equatable, Codable {
    /// Mean cross-entropy.
    public var loss: Double?
    /// Share of the pixels predicted right.
    public var pixelAccuracy: Double?
    /// Mean intersection over union of the classes that occur.
    public var meanIoU: Double?
    /// Mean Dice coefficient of the classes that occur.
    public var dice: Double?
    /// The article's soft IoU.
    public var softIoU: Double?
    /// Intersection over union by class; nil for a class that does not occur.
    public var iou: [Double?]

    private enum CodingKeys: String, CodingKey {
      case loss
      case pixelAccuracy = "pixel_accuracy"
      case meanIoU = "miou"
      case dice
      case softIoU = "soft_iou"
      case iou
    }

    init(_ scores: PixelScores) {
      let confusion = scores.confusion
      // JSON has no word for what is no number, as with logits beyond all bounds.
      func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
      loss = finite(scores.loss)
      pixelAccuracy = confusion.pixelAccuracy
      meanIoU = confusion.meanIoU()
      dice = confusion.meanDice()
      softIoU = finite(scores.softIoU)
      iou = (0..<confusion.classes).map(confusion.iou)
    }
  }

  private enum CodingKeys: String, CodingKey {
    case epoch
    case learningRate = "lr"
    case trainLoss = "train_loss"
    case validation
    case imagesPerSecond = "images_per_s"
    case seconds
  }

  /// Checks a line that was read.
  ///
  /// - Parameters:
  ///   - classes: Of the run.
  ///   - epoch: Of the line before.
  /// - Throws: `JSONError`.
  func check(classes: Int, after epoch: Int) throws(JSONError) {
    guard self.epoch > epoch else {
      throw .badField("epoch", "\(self.epoch) does not come after \(epoch)")
    }
    if let count = validation?.iou.count, count != classes {
      throw .badField("validation.iou", "\(count) values for \(classes) classes")
    }
    let values = [learningRate, trainLoss, imagesPerSecond, seconds]
    guard values.allSatisfy(\.isFinite) else {
      throw .malformed("a number is too large")
    }
  }

  /// The line of `metrics.jsonl`, without its line break.
  func json() throws -> String {
    var object = OrderedJSON()
    try object.add("epoch", epoch)
    try object.add("lr", learningRate)
    try object.add("train_loss", trainLoss)
    try object.add("validation", validation)
    try object.add("images_per_s", imagesPerSecond)
    try object.add("seconds", seconds)
    return object.text
  }

  /// The line of `metrics.csv`, without its line break; what is not known is empty.
  func csv(classes: Int) -> String {
    func text(_ value: Double??) -> String { (value ?? nil).map { decimal($0, places: 6) } ?? "" }
    var fields = ["\(epoch)", "\(learningRate)", text(trainLoss)]
    fields += [
      text(validation?.loss), text(validation?.pixelAccuracy), text(validation?.meanIoU),
      text(validation?.dice), text(validation?.softIoU),
    ]
    fields += (0..<classes).map { text(validation?.iou[$0]) }
    fields += [decimal(imagesPerSecond, places: 2), decimal(seconds, places: 2)]
    return fields.joined(separator: ",")
  }

  /// The first line of `metrics.csv`.
  static func csvHeader(_ classes: ClassTable) -> String {
    let names = classes.entries.map { entry in
      "iou_" + String(entry.name.map { $0 == "," || $0 == "\"" || $0.isWhitespace ? "_" : $0 })
    }
    return
      (["epoch", "lr", "train_loss", "val_loss", "pixel_accuracy", "miou", "dice", "soft_iou"]
      + names + ["images_per_s", "seconds"]).joined(separator: ",")
  }

  /// The line a person reads while the run goes on.
  public func line(of epochs: Int) -> String {
    func text(_ name: String, _ value: Double??) -> [String] {
      (value ?? nil).map { ["\(name) \(decimal($0, places: 4))"] } ?? []
    }
    var parts = ["epoch \(epoch)/\(epochs)", "lr \(decimal(learningRate, places: 6))"]
    parts += text("loss", trainLoss) + text("val loss", validation?.loss)
    parts += text("pixel accuracy", validation?.pixelAccuracy) + text("mIoU", validation?.meanIoU)
    parts.append("\(decimal(imagesPerSecond, places: 1)) images/s")
    parts.append("\(decimal(seconds, places: 1)) s")
    return parts.joined(separator: "  ")
  }
}
