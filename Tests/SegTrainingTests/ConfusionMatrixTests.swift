import SegTraining
import Testing

/// Test vector B of reference training 3.2.
@Suite struct ConfusionMatrixTests {
  private let matrix = ConfusionMatrix(rows: [[50, 2, 3], [4, 30, 6], [1, 0, 4]])

  private func isClose(_ value: Double?, _ expected: Double) -> Bool {
    abs((value ?? .nan) - expected) < 1e-10
  }

  @Test func means() {
    #expect(isClose(matrix.pixelAccuracy, 0.84))
    #expect(isClose(matrix.meanAccuracy(), 0.8196969697))
    #expect(isClose(matrix.meanIoU(), 0.6111111111))
    #expect(isClose(matrix.frequencyWeightedIoU, 0.7583333333))
    #expect(isClose(matrix.kappa, 0.7158081705))
  }

  @Test(arguments: [
    (0, [0.8333333333, 0.9090909091, 0.9090909091, 0.9090909091]),
    (1, [0.7142857143, 0.8333333333, 0.9375, 0.75]),
    (2, [0.2857142857, 0.4444444444, 0.3076923077, 0.8]),
  ])
  func classes(index: Int, expected: [Double]) {
    let scores = [matrix.iou, matrix.dice, matrix.precision, matrix.recall].map { $0(index) }
    for (score, expected) in zip(scores, expected) { #expect(isClose(score, expected)) }
  }

  @Test func absentClasses() {
    let matrix = ConfusionMatrix(rows: [[3, 1, 0], [0, 4, 0], [0, 0, 0]])
    #expect(matrix.iou(2) == nil && matrix.dice(2) == nil && matrix.recall(2) == nil)
    #expect(isClose(matrix.meanIoU(), (0.75 + 0.8) / 2))
    #expect(isClose(matrix.meanIoU(absent: .zero), (0.75 + 0.8) / 3))
  }

  @Test func countsByTruthAlone() {
    var counted = ConfusionMatrix(classes: 3)
    for (truth, prediction) in [(0, 0), (0, 2), (255, 1), (2, 1)] {
      counted.add(truth: truth, prediction: prediction)
    }
    #expect(counted.counts == [1, 0, 1, 0, 0, 0, 0, 1, 0])
    #expect(counted.ignored == 1 && counted.total == 3)
    var twice = counted
    twice.add(counted)
    #expect(twice.total == 6 && twice.ignored == 2 && twice.predictions(1) == 2)
  }

  @Test func nothingCounted() {
    let empty = ConfusionMatrix(classes: 2)
    #expect(empty.pixelAccuracy == nil && empty.meanIoU(absent: .zero) == nil)
    #expect(empty.frequencyWeightedIoU == nil && empty.kappa == nil)
  }
}
