import SegBasics
import SegGraph
import SegImaging
import SegSamples
import SegTestSupport

@testable import SegTraining

/// A run of a network small enough that its files can be damaged hundreds of times.
struct RunFixture {
  let run: RunDescription
  let model: ModelDescription

  init() {
    var settings = TrainingSettings()
    settings.train = ["train.jsonl"]
    settings.validate = ["val.jsonl"]
    settings.augment = ["resize=8x8", "hflip"]
    settings.classes = 3
    let size = PixelSize(width: 8, height: 8)
    run = RunDescription(
      settings: settings, classes: .numbered(3), input: size,
      training: .init(count: 5, digest: 77), validation: .init(count: 2, digest: 88))
    model = ModelDescription(
      model: "segnet", classes: run.classes, input: size, resizes: ["resize=8x8"], epoch: 2)
  }

  /// The folder of the run, which stands.
  func runFolder(_ folder: TemporaryFolder, _ name: String = "run") throws -> RunFolder {
    try createFolder(folder.file(name))
    return RunFolder(path: folder.file(name))
  }

  /// Batch norm, a convolution to 3 classes, batch norm.
  func network() throws -> Network {
    var graph = try Graph(input: FeatureShape(height: 8, width: 8, channels: 3))
    let first = try graph.add(BatchNorm(), name: "bn_input", inputs: [.input])
    let second = try graph.add(Convolution(channels: 3), name: "dc1.seq.0", inputs: [first])
    _ = try graph.add(BatchNorm(), name: "dc1.seq.1", inputs: [second])
    return try Network(graph, batchSize: 2, threads: 1, purpose: .training)
  }

  /// A step of training on a picture that is no constant.
  func step(_ network: Network, _ adam: inout Adam) {
    for index in network.input.indices { network.input[index] = Float(index % 13) / 13 }
    for index in network.labels.indices { network.labels[index] = UInt16(index % 3) }
    _ = network.trainingStep(count: 2)
    adam.update(network.parameters, with: network.gradients, rate: 1e-3)
  }

  /// A network after two steps, one an epoch.
  func trained() throws -> (Network, Adam) {
    let network = try network()
    var adam = Adam(count: network.parameters.count)
    for _ in 0..<2 { step(network, &adam) }
    return (network, adam)
  }

  /// What `run.json` says, a field a line.
  func lines() throws -> [String] {
    String(decoding: try run.encoded(), as: UTF8.self).split(separator: "\n").map(String.init)
  }
}

extension [UInt8] {
  /// The bytes cut off at many places, and with some bits turned over, the same each time.
  var damaged: [[UInt8]] {
    var found = (0..<Swift.min(count, 60)).map { Array(prefix($0 * count / 60)) }
    var random = RandomStream(seed: 5)
    for turn in 0..<300 {
      var bytes = self
      for _ in 0...(turn % 3) {
        // The beginning says what the rest is: half of the damage is there.
        let range = turn % 2 == 0 ? count : Swift.min(count, 600)
        let place = Int(random.next() % UInt64(range))
        bytes[place] ^= 1 << UInt8(random.next() % 8)
      }
      found.append(bytes)
    }
    return found
  }
}
