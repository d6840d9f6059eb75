import SegSamples

/// The scores of a model on a set of samples, as text and as JSON.
public struct ScoreReport: Sendable {
  /// What was counted and summed.
  public let scores: PixelScores
  /// The classes.
  public let classes: ClassTable
  /// How classes that do not occur count in means.
  public let absent: ConfusionMatrix.Absent

  /// Reports scores.
  ///
  /// - Precondition: As many classes as the scores have.
  public init(_ scores: PixelScores, classes: ClassTable, absent: ConfusionMatrix.Absent = .skip) {
    precondition(
      classes.entries.count == scores.confusion.classes,
      "\(classes.entries.count) names for \(scores.confusion.classes) classes")
    self.scores = scores
    self.classes = classes
    self.absent = absent
  }

  private var confusion: ConfusionMatrix { scores.confusion }

  /// The scores that are one number, in the order printed.
  private var totals: [(name: String, value: Double?)] {
    [
      ("loss", scores.loss),
      ("pixel_accuracy", confusion.pixelAccuracy),
      ("mean_accuracy", confusion.meanAccuracy(absent: absent)),
      ("miou", confusion.meanIoU(absent: absent)),
      ("fwiou", confusion.frequencyWeightedIoU),
      ("dice", confusion.meanDice(absent: absent)),
      ("kappa", confusion.kappa),
      ("soft_iou", scores.softIoU),
    ]
  }

  /// Records of fields separated by tabs.
  ///
  /// `samples N` · `unlabeled N` · `pixels N` · `ignored N` · `loss X` · `pixel_accuracy X` · `mean_accuracy X` ·
  /// `miou X` · `fwiou X` · `dice X` · `kappa X` · `soft_iou X` · `class INDEX NAME IOU DICE PRECISION
  /// RECALL PIXELS` · `confusion INDEX NAME COUNT…`, a row a true class. What is not defined is `nan`.
  public var text: String {
    func number(_ value: Double?) -> String { decimal(value ?? .nan, places: 6) }
    var records = [
      ["samples", "\(scores.images)"], ["unlabeled", "\(scores.unlabeledImages)"],
      ["pixels", "\(confusion.total)"], ["ignored", "\(confusion.ignored)"],
    ]
    records += totals.map { [$0.name, number($0.value)] }
    for (index, entry) in classes.entries.enumerated() {
      records.append(
        ["class", "\(index)", entry.name]
          + [confusion.iou, confusion.dice, confusion.precision, confusion.recall]
          .map { number($0(index)) } + ["\(confusion.truths(index))"])
    }
    for (index, entry) in classes.entries.enumerated() {
      records.append(["confusion", "\(index)", entry.name] + row(index).map(String.init))
    }
    return records.map { fields in
      fields.map { $0.replacing("\t", with: " ").replacing("\n", with: " ") }
        .joined(separator: "\t") + "\n"
    }.joined()
  }

  /// The same as one JSON object, without a line break; what is not defined is left out or null.
  ///
  /// - Throws: What the encoder throws; values of these types do not.
  public func json() throws -> String {
    struct ClassRow: Encodable {
      var id: Int
      var name: String
      var iou: Double?
      var dice: Double?
      var precision: Double?
      var recall: Double?
      var pixels: Int
    }
    var object = OrderedJSON()
    try object.add("samples", scores.images)
    try object.add("unlabeled", scores.unlabeledImages)
    try object.add("pixels", confusion.total)
    try object.add("ignored", confusion.ignored)
    // JSON has no word for what is no number.
    for (name, value) in totals where value?.isFinite == true { try object.add(name, value) }
    try object.add("absent", absent.rawValue)
    try object.add(
      "classes",
      classes.entries.enumerated().map { index, entry in
        ClassRow(
          id: index, name: entry.name, iou: confusion.iou(index), dice: confusion.dice(index),
          precision: confusion.precision(index), recall: confusion.recall(index),
          pixels: confusion.truths(index))
      })
    try object.add("confusion", classes.entries.indices.map(row))
    return object.text
  }

  private func row(_ truth: Int) -> [Int] {
    Array(confusion.counts[(truth * confusion.classes)..<((truth + 1) * confusion.classes)])
  }
}
