import Testing

@testable import SegTraining

/// Test vector A of reference training 3.1, whose logits stand here pixel by pixel.
@Suite struct PixelScoresTests {
  private let logits: [Float] = [2, 0, -1, 0.5, 1.5, 0, -1, 0.5, 1, 0, -0.5, 2]

  private func scores(_ labels: [UInt16], times: Int = 1) -> PixelScores {
    var scores = PixelScores(classes: 3)
    for _ in 0..<times {
      logits.withUnsafeBufferPointer { logits in
        labels.withUnsafeBufferPointer { scores.add(logits: logits, labels: $0) }
      }
    }
    return scores
  }

  @Test(arguments: [
    ([0, 1, 2, 1] as [UInt16], 0.9714764550564595), ([0, 1, 2, 255], 0.39639057443540704),
  ])
  func crossEntropy(labels: [UInt16], expected: Double) {
    #expect(abs((scores(labels).loss ?? .nan) - expected) < 1e-7)
    #expect(abs((scores(labels, times: 3).loss ?? .nan) - expected) < 1e-7)
  }

  @Test func softIoU() {
    #expect(abs((scores([0, 1, 2, 1]).softIoU ?? .nan) - 0.359231270746207) < 1e-7)
    #expect(scores([0, 1, 2, 1], times: 2).images == 2)
  }

  @Test func predictsTheFirstOfTheLargest() {
    #expect(scores([0, 1, 2, 1]).confusion.counts == [1, 0, 0, 0, 1, 1, 0, 0, 1])
    var ties = PixelScores(classes: 3)
    [Float](repeating: 0, count: 3).withUnsafeBufferPointer { logits in
      [UInt16(2)].withUnsafeBufferPointer { ties.add(logits: logits, labels: $0) }
    }
    #expect(ties.confusion.predictions(0) == 1)
  }

  @Test func allIgnored() {
    let scores = scores([255, 65535, 3, 255])
    #expect(scores.loss == nil && scores.confusion.ignored == 4)
    #expect(scores.softIoU == nil && scores.images == 1 && scores.unlabeledImages == 1)
  }

  /// An image without labels changes no score of the others.
  @Test func unlabeledImagesAreLeftOut() {
    var both = scores([0, 1, 2, 1])
    both.add(scores([255, 255, 255, 255]))
    let alone = scores([0, 1, 2, 1])
    #expect(both.images == 2 && both.unlabeledImages == 1)
    #expect(both.softIoU == alone.softIoU && both.loss == alone.loss)
  }

  @Test func piecesGiveTheBitsOfTheWhole() {
    var pieces = PixelScores(classes: 3)
    var image = PixelScores.OneImage()
    let labels: [UInt16] = [0, 255, 2, 1]
    for range in [0..<1, 1..<2, 2..<2, 2..<4] {
      Array(logits[(range.lowerBound * 3)..<(range.upperBound * 3)]).withUnsafeBufferPointer {
        logits in
        Array(labels[range]).withUnsafeBufferPointer {
          pieces.add(logits: logits, labels: $0, of: &image)
        }
      }
    }
    pieces.end(image)
    #expect(pieces == scores(labels))
  }

  @Test func sumsAgree() {
    var sum = scores([0, 1, 2, 1])
    sum.add(scores([2, 2, 2, 2]))
    #expect(sum.images == 2 && sum.confusion.total == 8)
  }
}
