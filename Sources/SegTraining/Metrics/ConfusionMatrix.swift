/// How many pixels of each true class were predicted as each class.
///
/// reference: training 3.2. Pixels are left out by their true label alone.
public struct ConfusionMatrix: Sendable, Equatable {
  /// How a class that is neither in the truth nor predicted counts in a mean.
  public enum Absent: String, Sendable, CaseIterable {
    /// It is left out (FCN, nanmean).
    case skip
    /// It counts as 0 (SegNet's script).
    case zero
  }

  /// Number of classes.
  public let classes: Int
  /// `counts[truth · classes + prediction]`.
  public private(set) var counts: [Int]
  /// Pixels left out because their true label is none of the classes.
  public private(set) var ignored = 0

  /// No pixels yet.
  public init(classes: Int) {
    self.classes = classes
    counts = [Int](repeating: 0, count: classes * classes)
  }

  /// A matrix from its rows, one a true class.
  ///
  /// - Precondition: As many columns as rows.
  public init(rows: [[Int]]) {
    precondition(rows.allSatisfy { $0.count == rows.count }, "\(rows) is no square")
    classes = rows.count
    counts = rows.flatMap { $0 }
  }

  /// Counts one pixel; a true label that is none of the classes is ignored.
  ///
  /// - Precondition: The prediction is a class.
  public mutating func add(truth: Int, prediction: Int) {
    guard truth < classes else {
      ignored += 1
      return
    }
    counts[truth * classes + prediction] += 1
  }

  /// Adds the counts of another matrix of as many classes.
  public mutating func add(_ other: ConfusionMatrix) {
    precondition(classes == other.classes, "\(classes) and \(other.classes) classes")
    for index in counts.indices { counts[index] += other.counts[index] }
    ignored += other.ignored
  }

  /// Pixels counted.
  public var total: Int { counts.reduce(0, +) }

  /// Pixels of a class that were predicted right.
  public func hits(_ index: Int) -> Int { counts[index * classes + index] }

  /// Pixels whose true class this is.
  public func truths(_ index: Int) -> Int {
    counts[(index * classes)..<((index + 1) * classes)].reduce(0, +)
  }

  /// Pixels predicted as this class.
  public func predictions(_ index: Int) -> Int {
    stride(from: index, to: counts.count, by: classes).reduce(0) { $0 + counts[$1] }
  }
}
