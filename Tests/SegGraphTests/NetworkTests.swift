import SegBasics
import SegGraph
import Testing

/// What holds for a network as a whole.
@Suite struct NetworkTests {
  private static let shape = FeatureShape(height: 21, width: 18, channels: 3)

  private static func fill(_ network: Network, seed: UInt64) {
    var stream = RandomStream(seed: seed)
    for index in network.input.indices { network.input[index] = Float(stream.uniform()) }
    for index in network.labels.indices {
      let label = stream.integer(in: 0...3)
      network.labels[index] = label == 3 ? 255 : UInt16(label)
    }
  }

  /// Wide enough for every way of computing a convolution.
  private static func graph() throws -> Graph {
    var graph = try Graph(input: shape)
    var x = try graph.add(BatchNorm(), name: "bn", inputs: [.input])
    var pool: Graph.Value?
    for (index, channels) in [32, 48, 64, 32, 3].enumerated() {
      if index == 3, let pool {
        x = try graph.add(MaxUnpool(target: Self.graphShape(48)), name: "mup", inputs: [x, pool])
      }
      x = try graph.add(Convolution(channels: channels), name: "c\(index)", inputs: [x])
      x = try graph.add(BatchNorm(), name: "n\(index)", inputs: [x])
      x = try graph.add(ReLU(), name: "r\(index)", inputs: [x])
      if index == 1 {
        x = try graph.add(MaxPool(), name: "mp", inputs: [x])
        pool = x
        x = try graph.add(Convolution(channels: 48, size: 1, padding: 0), name: "p", inputs: [x])
      }
      if index == 2 {
        x = try graph.add(Convolution(channels: 48), name: "q", inputs: [x])
      }
    }
    return graph
  }

  private static func graphShape(_ channels: Int) -> FeatureShape {
    FeatureShape(height: shape.height, width: shape.width, channels: channels)
  }

  private static func train(threads: Int, steps: Int, counts: [Int]) throws -> (
    state: [Network.StateTensor], losses: [Double], logits: [Float]
  ) {
    let network = try Network(graph(), batchSize: 5, threads: threads, purpose: .training)
    network.initialize(seed: 3)
    var losses: [Double] = []
    for step in 0..<steps {
      fill(network, seed: UInt64(step))
      losses.append(network.trainingStep(count: counts[step % counts.count]))
      for index in network.parameters.indices {
        network.parameters[index] -= 0.05 * network.gradients[index]
      }
    }
    network.predict(count: 5)
    return (network.state(), losses, Array(network.logits))
  }

  @Test func threadsDoNotChangeAByte() throws {
    let one = try Self.train(threads: 1, steps: 4, counts: [5, 2])
    for threads in [2, 3] {
      let more = try Self.train(threads: threads, steps: 4, counts: [5, 2])
      #expect(one.losses == more.losses)
      #expect(one.logits == more.logits)
      #expect(one.state == more.state)
    }
    #expect(one.losses.allSatisfy { $0.isFinite && $0 > 0 })
  }

  @Test func trainingLearns() throws {
    let network = try Network(Self.graph(), batchSize: 4, threads: 2, purpose: .training)
    Self.fill(network, seed: 9)
    // What is to be learned: the brightest channel.
    for pixel in network.labels.indices {
      let color = (0..<3).map { network.input[3 * pixel + $0] }
      network.labels[pixel] = UInt16(color.indices.max { color[$0] < color[$1] } ?? 0)
    }
    let first = network.trainingStep(count: 4)
    var last = first
    for _ in 0..<40 {
      for index in network.parameters.indices {
        network.parameters[index] -= 0.5 * network.gradients[index]
      }
      last = network.trainingStep(count: 4)
    }
    #expect(last < 0.75 * first, "from \(first) to \(last)")
  }

  @Test func aPartialBatchIsAsASmallerBatch() throws {
    let large = try Network(Self.graph(), batchSize: 5, threads: 2, purpose: .training)
    let small = try Network(Self.graph(), batchSize: 2, threads: 1, purpose: .training)
    Self.fill(large, seed: 4)
    for index in small.input.indices { small.input[index] = large.input[index] }
    for index in small.labels.indices { small.labels[index] = large.labels[index] }
    _ = large.trainingStep(count: 5)
    large.initialize(seed: 0)
    let losses = (large.trainingStep(count: 2), small.trainingStep(count: 2))
    #expect(abs(losses.0 - losses.1) < 1e-6)
    for (left, right) in zip(large.gradientState(), small.gradientState()) {
      let size = right.values.map(abs).max() ?? 0
      let difference = zip(left.values, right.values).map { abs($0 - $1) }.max() ?? 0
      #expect(difference <= 1e-4 * size + 1e-6, "\(left.name)")
    }
  }

  @Test func inferenceComputesWhatTrainingPredicts() throws {
    let trained = try Network(Self.graph(), batchSize: 3, threads: 1, purpose: .training)
    Self.fill(trained, seed: 5)
    for _ in 0..<3 { _ = trained.trainingStep(count: 3) }
    let running = try Network(Self.graph(), batchSize: 1, threads: 2, purpose: .inference)
    try running.load(trained.state())
    #expect(running.plannedBytes < trained.plannedBytes / 2)
    #expect(running.gradients.isEmpty && running.labels.isEmpty)
    trained.predict(count: 3)
    for sample in 0..<3 {
      for index in running.input.indices {
        running.input[index] = trained.input[sample * running.input.count + index]
      }
      running.predict(count: 1)
      let expected = trained.logits[(sample * running.logits.count)...].prefix(
        running.logits.count)
      #expect(Array(running.logits) == Array(expected))
    }
  }

  @Test func aBatchWithoutLabelsTeachesNothing() throws {
    let network = try Network(Self.graph(), batchSize: 2, threads: 2, purpose: .training)
    Self.fill(network, seed: 6)
    for index in network.labels.indices { network.labels[index] = 255 }
    #expect(network.trainingStep(count: 2) == 0)
    #expect(network.labelledPixels == 0)
    #expect(network.gradients.allSatisfy { $0 == 0 })
    for index in 0..<5 { network.labels[index] = 0 }
    #expect(network.trainingStep(count: 2) > 0 && network.labelledPixels == 5)
  }

  @Test func stateThatDoesNotFitIsRefused() throws {
    let network = try Network(Self.graph(), batchSize: 1, threads: 1, purpose: .inference)
    let state = network.state()
    #expect(throws: CheckpointError.namesDiffer(missing: ["bn.weight"], unexpected: [])) {
      try network.load(Array(state.dropFirst()))
    }
    let more = Network.StateTensor(name: "more", shape: [], values: [1])
    #expect(throws: CheckpointError.namesDiffer(missing: [], unexpected: ["more"])) {
      try network.load(state + [more])
    }
    #expect(throws: CheckpointError.repeatedName("bn.weight")) {
      try network.load(state + state.prefix(1))
    }
    let wrong = Network.StateTensor(name: "bn.weight", shape: [4], values: [1, 1, 1, 1])
    #expect(throws: CheckpointError.shapeMismatch("bn.weight", expected: [3], found: [4])) {
      try network.load([wrong] + state.dropFirst())
    }
    for odd: Float in [.nan, .infinity, -.infinity] {
      var broken = state
      broken[5].values[3] = odd
      #expect(throws: CheckpointError.notFinite(state[5].name)) { try network.load(broken) }
    }
    var negative = state
    let variance = try #require(state.firstIndex { $0.name == "n1.running_var" })
    negative[variance].values[40] = -1e-6
    #expect(throws: CheckpointError.negativeVariance("n1.running_var")) {
      try network.load(negative)
    }
    #expect(network.state() == state)
  }

  /// Through batch norm, ReLU, pooling and every way of computing a convolution.
  @Test func naNInAPictureIsSeenInTheLoss() throws {
    let network = try Network(Self.graph(), batchSize: 2, threads: 2, purpose: .training)
    Self.fill(network, seed: 7)
    #expect(network.trainingStep(count: 2).isFinite)
    #expect(network.firstNonFiniteTensor == nil)
    network.input[100] = .nan
    #expect(network.trainingStep(count: 2).isNaN)
    #expect(network.firstNonFiniteTensor == "bn.running_mean")
    #expect(
      network.state().filter { $0.name.hasSuffix("running_var") }.allSatisfy {
        $0.values.contains(where: \.isNaN)
      })
  }

  @Test func naNInAParameterIsSeenInTheLoss() throws {
    let network = try Network(Self.graph(), batchSize: 2, threads: 2, purpose: .training)
    for index in stride(from: 0, to: network.parameters.count, by: 997) {
      network.initialize(seed: 0)
      Self.fill(network, seed: 7)
      network.parameters[index] = .nan
      #expect(network.firstNonFiniteTensor != nil)
      #expect(network.trainingStep(count: 2).isNaN, "parameter \(index)")
      network.predict(count: 2)
      let isSeen = network.logits.contains { $0.isNaN }
      #expect(isSeen, "parameter \(index)")
    }
  }

  @Test func aNetworkStartsAsItIsTold() throws {
    func state(_ start: Network.Start) throws -> [Network.StateTensor] {
      try Network(Self.graph(), batchSize: 1, threads: 1, purpose: .inference, start: start).state()
    }
    let drawn = try Network(Self.graph(), batchSize: 1, threads: 1, purpose: .inference)
    #expect(try state(.drawn(seed: 0)) == drawn.state())
    drawn.initialize(seed: 5)
    #expect(try state(.drawn(seed: 5)) == drawn.state())
    #expect(try state(.given(drawn.state())) == drawn.state())
    let zero = try state(.zero)
    #expect(zero.allSatisfy { $0.values.allSatisfy { $0 == 0 } })
    #expect(throws: CheckpointError.self) { try state(.given([])) }
  }

  @Test func indicesComeFromAPooling() throws {
    let shape = FeatureShape(height: 8, width: 8, channels: 4)
    let pooled = FeatureShape(height: 4, width: 4, channels: 4)
    var graph = try Graph(input: pooled)
    let x = try graph.add(ReLU(), name: "r", inputs: [.input])
    for second in [x, .input] {
      #expect(throws: GraphError.unpoolWithoutPool(layer: "u")) {
        try graph.add(MaxUnpool(target: shape), name: "u", inputs: [x, second])
      }
    }
    #expect(throws: GraphError.inputCount(1, expected: 2, layer: "u")) {
      try graph.add(MaxUnpool(target: shape), name: "u", inputs: [x])
    }
    #expect(throws: GraphError.inputCount(0, expected: 1, layer: "c")) {
      try graph.add(Convolution(channels: 3), name: "c", inputs: [])
    }
    #expect(graph.nodes.count == 1)
    #expect(GraphError.outOfMemory(bytes: 1 << 40).exitStatus == .outOfResources)
  }

  @Test func graphsThatCannotRunAreRefused() throws {
    var graph = try Graph(input: Self.shape)
    #expect(throws: GraphError.self) {
      try graph.add(Convolution(channels: 3, stride: 2), name: "strided", inputs: [.input])
    }
    let x = try graph.add(Convolution(channels: 3), name: "a", inputs: [.input])
    #expect(throws: GraphError.repeatedName("a")) {
      try graph.add(ReLU(), name: "a", inputs: [x])
    }
    _ = try graph.add(ReLU(), name: "b", inputs: [x])
    _ = try graph.add(ReLU(), name: "c", inputs: [x])
    #expect(throws: GraphError.self) {
      try Network(graph, batchSize: 1, threads: 1, purpose: .training)
    }
    #expect(throws: GraphError.badCount("batch size", 0)) {
      try Network(Self.graph(), batchSize: 0, threads: 1, purpose: .training)
    }
  }
}
