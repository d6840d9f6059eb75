import Foundation
import SegBasics
import SegGraph
import SegSamples
import SegTestSupport
import Testing

@testable import SegTraining

/// Whatever stands in the files of a run, it is read, or refused by the name of the file.
@Suite struct DamagedRunTests {
  private let fixture = RunFixture()

  /// Writes a file that need not outlive a power failure.
  private func put(_ bytes: [UInt8], at path: String) throws {
    try Data(bytes).write(to: URL(filePath: path))
  }

  /// Runs `body`; an error must be one of bad data that names the file.
  private func read<Result>(
    _ file: String, _ what: String, _ body: () throws -> Result
  ) -> Result? {
    do {
      return try body()
    } catch let error as Located {
      #expect(error.exitStatus == .badData, "\(what): \(error)")
      #expect(error.path == file, "\(what): \(error)")
    } catch {
      Issue.record("\(what): \(error) names no file")
    }
    return nil
  }

  @Test func runDescription() throws {
    let folder = try TemporaryFolder()
    let run = try fixture.runFolder(folder)
    let bytes = try fixture.run.encoded()
    var variants = bytes.damaged
    let lines = try fixture.lines()
    let values = [
      "-3", "0", "1e99", "1e400", "9223372036854775807", "18446744073709551616", "\"\"", "\"x\"",
      "null", "[]", "{}", "true", "[-1]", "[\"\"]", "[[]]", "{\"id\":0}", "\"\\ud800\"",
    ]
    for number in lines.indices {
      let name = lines[number].prefix { $0 != ":" }
      for value in values {
        var changed = lines
        changed[number] = name + ":" + value + (changed[number].hasSuffix(",") ? "," : "}")
        variants.append(Array(changed.joined(separator: "\n").utf8))
      }
    }
    var refused = 0
    for variant in variants {
      try put(variant, at: run.description)
      let found = read(run.description, String(decoding: variant, as: UTF8.self)) {
        try run.state().description
      }
      guard let found = found ?? nil else {
        refused += 1
        continue
      }
      // What is taken can be worked with.
      #expect(throws: Never.self) { try found.settings.check() }
      _ = found.settings.schedule.rate(epoch: found.settings.epochs, base: 1)
      _ = found.settings.classes.map(ClassTable.numbered)
      _ = found.differences(from: fixture.run)
    }
    #expect(refused > 400)
  }

  @Test(arguments: [
    ("class_count", "-3"), ("class_count", "70000"), ("batch", "0"),
    ("batch", "9223372036854775807"),
    ("epochs", "0"), ("epochs", "100001"), ("lr", "0"), ("lr", "-0.1"), ("lr", "11"),
    ("schedule", "\"cosine\""), ("model", "\"segnot\""), ("augment", "[\"hflop\"]"),
    ("train", "[]"), ("width", "0"), ("height", "65536"), ("samples", "0"), ("keys", "\"zz\""),
    ("seed", "-1"), ("classes", "[]"), ("format", "\"segkit\""), ("version", "2"),
    ("validation_samples", "-2"), ("validate", "[]"),
  ])
  func badField(name: String, value: String) throws {
    let folder = try TemporaryFolder()
    let run = try fixture.runFolder(folder)
    let changed = try fixture.lines().map { line in
      guard line.hasPrefix("\"\(name)\":") || line.hasPrefix("{\"\(name)\":") else { return line }
      return line.prefix { $0 != ":" } + ":" + value + (line.hasSuffix(",") ? "," : "}")
    }
    #expect(try changed != fixture.lines())
    try AtomicFile.write(Array(changed.joined(separator: "\n").utf8), to: run.description)
    let error = #expect(throws: Located.self) { try run.state() }
    #expect(error?.exitStatus == .badData && error?.path == run.description)
    #expect(error?.description.hasSuffix("; --restart begins the run anew") == true)
  }

  @Test func metrics() throws {
    let folder = try TemporaryFolder()
    var scores = PixelScores(classes: 3)
    [1, 0, 0].withUnsafeBufferPointer { logits in
      [UInt16(0)].withUnsafeBufferPointer { scores.add(logits: logits, labels: $0) }
    }
    var warnings: [String] = []
    func log(_ epoch: Int) throws -> MetricsLog {
      try MetricsLog(folder: folder.path, classes: fixture.run.classes, keepingThrough: epoch) {
        warnings.append($0)
      }
    }
    var written = try log(0)
    for epoch in 1...3 {
      try written.append(
        EpochRecord(
          epoch: epoch, learningRate: 1e-3, trainLoss: 0.5,
          validation: EpochRecord.Validation(scores), imagesPerSecond: 12.375, seconds: 3))
    }
    let path = folder.file("metrics.jsonl")
    let bytes = try readFile(path)
    let text = String(decoding: bytes, as: UTF8.self)
    var variants = bytes.damaged
    for (old, new) in [
      ("\"iou\":[1,null,null]", "\"iou\":[1]"), ("\"iou\":[1,null,null]", "\"iou\":[]"),
      ("\"epoch\":2", "\"epoch\":1"), ("\"epoch\":1,", "\"epoch\":-9223372036854775808,"),
      ("\"lr\":0.001", "\"lr\":1e999"), ("\"seconds\":3", "\"seconds\":-1e308"),
    ] {
      let parts = text.split(separator: "\n").map(String.init)
      let changed = parts.map { line in
        line.range(of: old).map { line.replacingCharacters(in: $0, with: new) } ?? line
      }
      #expect(changed != parts, "\(old)")
      variants.append(Array((changed.joined(separator: "\n") + "\n").utf8))
    }
    let whole = written.records
    for variant in variants {
      try put(variant, at: path)
      let told = warnings.count
      let taken = try log(3)
      // A damaged line is dropped with those behind it, and the rest stays.
      #expect(warnings.count == told || taken.records.count < 3)
      #expect(warnings.dropFirst(told).allSatisfy { $0.hasPrefix(path + ":") }, "\(warnings)")
      let kept = try readFile(path).split(separator: UInt8(ascii: "\n")).count
      #expect(kept == taken.records.count)
    }
    #expect(warnings.count > 100)
    try put(
      Array(text.split(separator: "\n")[..<2].joined(separator: "\n").utf8) + [10, 123], at: path)
    #expect(try log(3).records == Array(whole[..<2]))
  }

  @Test func checkpoint() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("checkpoint.safetensors")
    let (network, adam) = try fixture.trained()
    try Checkpoint.write(network, adam, description: fixture.model, to: path)
    let bytes = try readFile(path)
    let other = try fixture.network()
    var refused = 0
    for variant in bytes.damaged {
      try put(variant, at: path)
      var state = Adam(count: other.parameters.count)
      let epochs = read(path, "checkpoint") {
        try Checkpoint.load(path, into: other, &state, of: fixture.model, stepsPerEpoch: 1)
      }
      guard epochs != nil else {
        refused += 1
        continue
      }
      fixture.step(other, &state)
      other.predict(count: 2)
    }
    #expect(refused > 60)
  }

  @Test(arguments: [
    ("segkit.step", "9223372036854775807"), ("segkit.step", "-1"), ("segkit.step", "3"),
    ("segkit.step", nil), ("segkit.epoch", "1"), ("segkit.width", "16"), ("segkit.model", "x"),
    ("segkit.resize", "resize=16x16"), ("segkit.classes", "\"oxford-pet/classes\""),
  ])
  func checkpointOfAnotherRun(name: String, value: String?) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("checkpoint.safetensors")
    let (network, adam) = try fixture.trained()
    try Checkpoint.write(network, adam, description: fixture.model, to: path)
    var file = try Safetensors(reading: readFile(path))
    file.metadata[name] = value
    try AtomicFile.write(try file.encoded(), to: path)
    var state = adam
    let error = #expect(throws: Located.self) {
      try Checkpoint.load(path, into: network, &state, of: fixture.model, stepsPerEpoch: 1)
    }
    #expect(error?.path == path && error?.exitStatus == .badData)
  }

  @Test(arguments: [
    ("dc1.seq.1.num_batches_tracked", Float.nan), ("dc1.seq.1.num_batches_tracked", 1e30),
    ("dc1.seq.1.num_batches_tracked", -1), ("dc1.seq.1.running_var", -0.5),
    ("dc1.seq.0.weight", .nan), ("optimizer.exp_avg.dc1.seq.0.weight", .infinity),
    ("optimizer.exp_avg_sq.dc1.seq.0.weight", -1),
  ])
  func impossibleNumbers(name: String, value: Float) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("checkpoint.safetensors")
    let (network, adam) = try fixture.trained()
    try Checkpoint.write(network, adam, description: fixture.model, to: path)
    var file = try Safetensors(reading: readFile(path))
    let place = try #require(file.tensors.firstIndex { $0.name == name })
    var values = try file.tensors[place].floats()
    values[0] = value
    let shape = file.tensors[place].shape
    file.tensors[place] = Safetensors.Tensor(name: name, shape: shape, floats: values)
    try AtomicFile.write(try file.encoded(), to: path)
    var state = adam
    let error = #expect(throws: Located.self) {
      try Checkpoint.load(path, into: network, &state, of: fixture.model, stepsPerEpoch: 1)
    }
    #expect(error?.path == path && error?.exitStatus == .badData)
  }

  @Test func model() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("model.safetensors")
    let (network, _) = try fixture.trained()
    try TensorFile(tensors: network.state(), metadata: try fixture.model.metadata())
      .write(to: path)
    let bytes = try readFile(path)
    var refused = 0
    for variant in bytes.damaged {
      try put(variant, at: path)
      let model = read(path, "model") { try TrainedModel(path) }
      guard let model else {
        refused += 1
        continue
      }
      _ = read(path, "resizes") { try model.resizes() }
    }
    #expect(refused > 60)
    // The weights are not those of a SegNet.
    try AtomicFile.write(bytes, to: path)
    let model = try TrainedModel(path)
    #expect(read(path, "weights") { try model.network(batchSize: 1, threads: 1) } == nil)
  }
}
