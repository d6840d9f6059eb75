extension ConfusionMatrix {
  /// Share of all pixels predicted right, `0...1`; nil without pixels.
  public var pixelAccuracy: Double? { ratio((0..<classes).reduce(0) { $0 + hits($1) }, total) }

  /// Share of a class's pixels predicted right; nil for a class without pixels.
  public func recall(_ index: Int) -> Double? { ratio(hits(index), truths(index)) }

  /// Share of what was predicted as a class that is of it; nil when nothing was.
  public func precision(_ index: Int) -> Double? { ratio(hits(index), predictions(index)) }

  /// Intersection over union, `t/(r + c − t)`; nil for a class neither present nor predicted.
  public func iou(_ index: Int) -> Double? {
    ratio(hits(index), truths(index) + predictions(index) - hits(index))
  }

  /// Dice coefficient, `2t/(r + c)`, also called F1; nil for a class neither present nor predicted.
  public func dice(_ index: Int) -> Double? {
    ratio(2 * hits(index), truths(index) + predictions(index))
  }

  /// Mean of the classes' recall.
  public func meanAccuracy(absent: Absent = .skip) -> Double? { mean(absent, recall) }

  /// Mean of the classes' intersection over union (mIoU).
  public func meanIoU(absent: Absent = .skip) -> Double? { mean(absent, iou) }

  /// Mean of the classes' Dice coefficients.
  public func meanDice(absent: Absent = .skip) -> Double? { mean(absent, dice) }

  /// Intersection over union, weighted with the classes' shares of the truth (fwIoU).
  public var frequencyWeightedIoU: Double? {
    let total = total
    guard total > 0 else { return nil }
    return (0..<classes).reduce(0) { sum, index in
      sum + Double(truths(index)) / Double(total) * (iou(index) ?? 0)
    }
  }

  /// Cohen's κ: agreement beyond what the class shares alone would give.
  public var kappa: Double? {
    guard let observed = pixelAccuracy else { return nil }
    let total = Double(total)
    let expected = (0..<classes).reduce(0) {
      $0 + Double(truths($1)) / total * (Double(predictions($1)) / total)
    }
    return expected < 1 ? (observed - expected) / (1 - expected) : nil
  }

  private func ratio(_ part: Int, _ whole: Int) -> Double? {
    whole > 0 ? Double(part) / Double(whole) : nil
  }

  private func mean(_ absent: Absent, _ score: (Int) -> Double?) -> Double? {
    let scores = (0..<classes).map(score)
    let counted = absent == .skip ? scores.compactMap { $0 } : scores.map { $0 ?? 0 }
    guard !counted.isEmpty, total > 0 else { return nil }
    return counted.reduce(0, +) / Double(counted.count)
  }
}
