import SegBasics
import SegGraph
import SegImaging
import SegSamples
import SegTestSupport
import Testing

@testable import SegTraining

/// Models whose numbers overflow, and files that are no models.
@Suite struct BeyondAllBoundsTests {
  private let fixture = RunFixture()

  @Test func aLossWithoutBoundsIsLeftOutOfJSON() throws {
    var scores = PixelScores(classes: 2)
    [3e38, -3e38].withUnsafeBufferPointer { logits in
      [UInt16(1)].withUnsafeBufferPointer { scores.add(logits: logits, labels: $0) }
    }
    #expect(scores.loss == .infinity)
    let report = ScoreReport(scores, classes: .numbered(2))
    let json = try report.json()
    #expect(!json.contains("\"loss\"") && json.contains("\"pixel_accuracy\":0,"), "\(json)")
    #expect(report.text.contains("loss\tinf\n"))
  }

  @Test func logitsThatAreNoNumbersAreTheModels() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("model.safetensors")
    let network = try fixture.network()
    try TensorFile(tensors: network.state(), metadata: try fixture.model.metadata())
      .write(to: path)
    let model = try TrainedModel(path)
    for index in network.input.indices { network.input[index] = 0.5 }
    network.predict(count: 2)
    try model.checkLogits(of: network, keys: ["a", "b"])
    network.input[network.input.count - 1] = .infinity
    network.predict(count: 2)
    try model.checkLogits(of: network, keys: ["a"])
    #expect(throws: Located(TrainingError.logitsNotFinite(sample: "b"), path: path)) {
      try model.checkLogits(of: network, keys: ["a", "b"])
    }
  }

  @Test(arguments: [
    (Array("PK\u{3}\u{4}0000".utf8), "zip archive, as torch.save writes" as String?),
    ([0x80, 2, 0x8A, 10, 0, 0, 0, 0, 0], "pickle, as old torch.save wrote"),
    ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0], "PNG picture"),
    (Array("some words".utf8), nil), ([], nil),
  ])
  func filesThatAreNoModels(bytes: [UInt8], kind: String?) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("m")
    try AtomicFile.write(bytes, to: path)
    #expect(throws: Located(TrainingError.notSafetensors(kind), path: path)) {
      try TrainedModel(path)
    }
  }
}
