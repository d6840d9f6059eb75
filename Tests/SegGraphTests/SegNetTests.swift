import SegGraph
import SegModels
import Testing

/// The article's SegNet against reference models 4.1 and its layer table.
@Suite struct SegNetTests {
  private static let shape = FeatureShape(height: 128, width: 128, channels: 3)

  @Test(arguments: [(3, 15_274_892), (2, 15_274_892 - 578), (21, 15_274_892 + 18 * 578)])
  func parameterCount(classes: Int, expected: Int) throws {
    #expect(try segNet(classes: classes, input: Self.shape).parameterCount == expected)
  }

  @Test func summaryAgreesWithTheLayerTable() throws {
    let summary = Summary(try segNet(classes: 3, input: Self.shape))
    #expect(summary.parameters == 15_274_892)
    #expect(summary.multiplyAdds == 9_116_319_744)
    func row(_ name: String) throws -> Summary.Row {
      try #require(summary.rows.first { $0.name == name })
    }
    // Parameters of convolution and batch norm together, multiply-adds, and side and channels.
    for (name, parameters, products, side, channels) in [
      ("dc1.seq", 1_856, 28_311_552, 128, 64), ("dc2.seq", 73_984, 301_989_888, 64, 128),
      ("dc3.seq", 295_424, 301_989_888, 32, 256), ("dc4.seq", 1_180_672, 301_989_888, 16, 512),
      ("uc4.seq", 2_360_320, 603_979_776, 16, 512), ("uc3.seq", 590_336, 603_979_776, 32, 256),
      ("uc2.seq", 147_712, 603_979_776, 64, 128), ("uc1.seq", 36_992, 603_979_776, 128, 64),
    ] {
      let convolution = try row("\(name).0")
      #expect(convolution.parameters + (try row("\(name).1")).parameters == parameters)
      #expect(convolution.multiplyAdds == products)
      #expect(convolution.kernel == [3, 3])
      #expect(
        convolution.output == FeatureShape(height: side, width: side, channels: channels))
    }
    #expect(try row("uc1.seq.3").multiplyAdds == 28_311_552)
    #expect(try row("dc4.mp").output == FeatureShape(height: 8, width: 8, channels: 512))
    #expect(summary.text.contains("Total params: 15,274,892\n"))
    #expect(summary.text.contains("Total mult-adds: 9,116,319,744\n"))
  }

  @Test func stateHasTheArticlesNames() throws {
    let graph = try segNet(classes: 3, input: FeatureShape(height: 17, width: 19, channels: 3))
    let network = try Network(graph, batchSize: 1, threads: 1, purpose: .inference)
    let state = network.state()
    #expect(state.count == 21 * 5 + 20)
    #expect(
      state.map(\.name).prefix(7) == [
        "bn_input.weight", "bn_input.bias", "bn_input.running_mean", "bn_input.running_var",
        "bn_input.num_batches_tracked", "dc1.seq.0.weight", "dc1.seq.1.weight",
      ])
    #expect(state.first { $0.name == "uc4.seq.6.weight" }?.shape == [256, 512, 3, 3])
    #expect(state.last?.name == "uc1.seq.4.num_batches_tracked")
    let bound = 1 / Float(9 * 512).squareRoot()
    let filter = try #require(state.first { $0.name == "uc4.seq.0.weight" }).values
    #expect(filter.allSatisfy { abs($0) <= bound })
    #expect((filter.max() ?? 0) > 0.99 * bound && (filter.min() ?? 0) < -0.99 * bound)
    network.initialize(seed: 1)
    #expect(network.state() != state)
    network.initialize(seed: 0)
    #expect(network.state() == state)
  }

  @Test func memoryOfATrainingStep() throws {
    // Only the plan is asked for: allocated memory is not touched until a step runs.
    let network = try Network(
      segNet(classes: 3, input: Self.shape), batchSize: 16, threads: 2, purpose: .training)
    #expect(network.plannedBytes < 1000 << 20)
    let inference = try Network(
      segNet(classes: 3, input: Self.shape), batchSize: 16, threads: 2, purpose: .inference)
    #expect(inference.plannedBytes < 300 << 20)
  }

  @Test func tooSmallAnInputIsRefused() {
    #expect(throws: GraphError.self) {
      try segNet(classes: 3, input: FeatureShape(height: 15, width: 64, channels: 3))
    }
    #expect(throws: GraphError.self) { try segNet(classes: 0, input: Self.shape) }
  }
}
