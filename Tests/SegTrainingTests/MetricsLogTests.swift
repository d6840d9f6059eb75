import SegBasics
import SegSamples
import SegTestSupport
import Testing

@testable import SegTraining

@Suite struct MetricsLogTests {
  private func record(_ epoch: Int, loss: Double = 0.5) -> EpochRecord {
    var scores = PixelScores(classes: 3)
    [1, 0, 0].withUnsafeBufferPointer { logits in
      [UInt16(0)].withUnsafeBufferPointer { scores.add(logits: logits, labels: $0) }
    }
    return EpochRecord(
      epoch: epoch, learningRate: 1e-3, trainLoss: loss,
      validation: EpochRecord.Validation(scores), imagesPerSecond: 12.375, seconds: 3)
  }

  private func lines(_ folder: TemporaryFolder, _ name: String) throws -> [String] {
    String(decoding: try readFile(folder.file(name)), as: UTF8.self)
      .split(separator: "\n").map(String.init)
  }

  @Test func resumedRunDropsWhatWasNotSaved() throws {
    let folder = try TemporaryFolder()
    var log = try MetricsLog(folder: folder.path, classes: .petClasses, keepingThrough: 0)
    for epoch in 1...3 { try log.append(record(epoch)) }
    #expect(try lines(folder, "metrics.jsonl").count == 3)
    // Killed before the checkpoint of epoch 3.
    log = try MetricsLog(folder: folder.path, classes: .petClasses, keepingThrough: 2)
    #expect(log.records == [record(1), record(2)])
    try log.append(record(3, loss: 0.25))
    let table = try lines(folder, "metrics.csv")
    #expect(
      table[0]
        == "epoch,lr,train_loss,val_loss,pixel_accuracy,miou,dice,soft_iou,"
        + "iou_pet,iou_background,iou_border,images_per_s,seconds")
    #expect(table.count == 4)
    #expect(table[3].hasPrefix("3,0.001,0.250000,0.551445,1.000000,1.000000,1.000000,0.405"))
    #expect(table[3].hasSuffix(",1.000000,,,12.38,3.00"))
  }

  @Test func aFileThatWasRemovedIsWrittenAnew() throws {
    let folder = try TemporaryFolder()
    var log = try MetricsLog(folder: folder.path, classes: .petClasses, keepingThrough: 0)
    try log.append(record(1))
    let names = ["metrics.jsonl", "metrics.csv"]
    for name in names { try removeFile(folder.file(name)) }
    try log.append(record(2))
    #expect(try lines(folder, names[0]).count == 2)
    #expect(try lines(folder, names[1]).map { $0.prefix(2) } == ["ep", "1,", "2,"])
  }

  @Test func withoutValidation() throws {
    var bare = record(1)
    bare.validation = nil
    #expect(bare.csv(classes: 3) == "1,0.001,0.500000,,,,,,,,,12.38,3.00")
    #expect(bare.line(of: 20).hasPrefix("epoch 1/20  lr 0.001000  loss 0.5000  12."))
    let read = try decodeJSON(EpochRecord.self, from: Array(try bare.json().utf8))
    #expect(read == bare)
  }

  @Test(arguments: [
    (0.5, 4, "0.5000"), (-1.25, 1, "-1.3"), (12.999, 2, "13.00"), (3, 0, "3"), (-0.0001, 2, "0.00"),
    (.nan, 3, "nan"), (-.infinity, 3, "-inf"), (1e300, 2, "1e+300"),
  ])
  func decimals(value: Double, places: Int, text: String) {
    #expect(decimal(value, places: places) == text)
  }
}
