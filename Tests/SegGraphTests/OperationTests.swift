import SegBasics
import SegGraph
import Testing

/// Each operation against a plain reference, and its gradients against differences of the loss.
@Suite struct OperationTests {
  /// One convolution: the sizes choose how it is computed (unfolded input, folded output, Winograd).
  static let convolutions: [(height: Int, width: Int, cin: Int, cout: Int, size: Int)] = [
    (7, 9, 3, 5, 3), (7, 9, 3, 32, 3), (6, 5, 32, 3, 3), (1, 1, 2, 2, 3), (5, 11, 4, 6, 1),
    (9, 8, 2, 7, 5), (8, 8, 16, 16, 3), (13, 10, 16, 48, 3), (5, 3, 64, 32, 3), (9, 130, 32, 64, 3),
  ]

  private static func random(_ buffer: UnsafeMutableBufferPointer<Float>, seed: UInt64) {
    var stream = RandomStream(seed: seed)
    for index in buffer.indices { buffer[index] = Float(stream.uniform(-1, 1)) }
  }

  @Test(arguments: convolutions) func convolutionIsTheSumItStandsFor(
    height: Int, width: Int, cin: Int, cout: Int, size: Int
  ) throws {
    var graph = try Graph(input: FeatureShape(height: height, width: width, channels: cin))
    _ = try graph.add(
      Convolution(channels: cout, size: size, padding: size / 2), name: "c", inputs: [.input])
    let network = try Network(graph, batchSize: 2, threads: 2, purpose: .inference)
    Self.random(network.input, seed: 1)
    network.predict(count: 2)
    let filter = network.state()[0].values
    let reach = size / 2
    for sample in 0..<2 {
      for y in 0..<height {
        for x in 0..<width {
          for channel in [0, cout / 2, cout - 1] {
            var sum = 0.0
            for ky in max(0, reach - y)..<min(size, height + reach - y) {
              for kx in max(0, reach - x)..<min(size, width + reach - x) {
                let pixel = (sample * height + y + ky - reach) * width + x + kx - reach
                for c in 0..<cin {
                  sum +=
                    Double(network.input[pixel * cin + c])
                    * Double(filter[((channel * cin + c) * size + ky) * size + kx])
                }
              }
            }
            let found = network.logits[((sample * height + y) * width + x) * cout + channel]
            #expect(abs(Double(found) - sum) < 2e-5, "at \(sample), \(y), \(x), \(channel)")
          }
        }
      }
    }
  }

  /// Values with several readers: of a fused ReLU (r), of a batch norm that a ReLU reads among others
  /// (m), of a ReLU whose last reader works in place (q), and one that is read twice by one layer (k).
  static func residual(in graph: inout Graph) throws -> Graph.Value {
    let a = try graph.add(Convolution(channels: 8), name: "a", inputs: [.input])
    let n = try graph.add(BatchNorm(), name: "n", inputs: [a])
    let r = try graph.add(ReLU(), name: "r", inputs: [n])
    let b = try graph.add(Convolution(channels: 8), name: "b", inputs: [r])
    let m = try graph.add(BatchNorm(), name: "m", inputs: [b])
    let w = try graph.add(ReLU(), name: "w", inputs: [m])
    let s = try graph.add(Addition(), name: "s", inputs: [r, w])
    let q = try graph.add(ReLU(), name: "q", inputs: [s])
    let c = try graph.add(Convolution(channels: 8), name: "c", inputs: [q])
    let v = try graph.add(Addition(), name: "v", inputs: [c, m])
    let k = try graph.add(BatchNorm(), name: "k", inputs: [q])
    let kk = try graph.add(Addition(), name: "kk", inputs: [k, k])
    let u = try graph.add(Addition(), name: "u", inputs: [v, kk])
    return try graph.add(Convolution(channels: 3), name: "d", inputs: [u])
  }

  /// Small graphs that between them hold every operation in every neighbourhood.
  private static func build(_ number: Int, in graph: inout Graph) throws {
    if number < convolutions.count {
      // The first layer is there so that the second has to hand a gradient on.
      let convolution = convolutions[number]
      let x = try graph.add(
        Convolution(channels: convolution.cin, size: 1, padding: 0), name: "a", inputs: [.input])
      let y = try graph.add(
        Convolution(
          channels: convolution.cout, size: convolution.size, padding: convolution.size / 2),
        name: "b", inputs: [x])
      _ = try graph.add(BatchNorm(), name: "n", inputs: [y])
      return
    }
    switch number - convolutions.count {
    case 0:
      let x = try graph.add(Convolution(channels: 6), name: "a", inputs: [.input])
      let y = try graph.add(ReLU(), name: "r", inputs: [x])
      _ = try graph.add(Convolution(channels: 4), name: "b", inputs: [y])
    case 1:
      let x = try graph.add(BatchNorm(), name: "m", inputs: [.input])
      let y = try graph.add(BatchNorm(), name: "n", inputs: [x])
      let z = try graph.add(ReLU(), name: "r", inputs: [y])
      _ = try graph.add(Convolution(channels: 4), name: "b", inputs: [z])
    case 2:
      _ = try residual(in: &graph)
    default:
      let x = try graph.add(Convolution(channels: 20), name: "a", inputs: [.input])
      let n = try graph.add(BatchNorm(), name: "n", inputs: [x])
      let p = try graph.add(MaxPool(), name: "p", inputs: [n])
      let u = try graph.add(MaxUnpool(target: graph.shape(of: n)), name: "u", inputs: [p, p])
      _ = try graph.add(Convolution(channels: 3), name: "b", inputs: [u])
    }
  }

  @Test(arguments: 0..<convolutions.count + 4)
  func gradientsAreSlopesOfTheLoss(number: Int) throws {
    var graph = try Graph(input: FeatureShape(height: 7, width: 10, channels: 3))
    try Self.build(number, in: &graph)
    let network = try Network(graph, batchSize: 3, threads: 2, purpose: .training)
    Self.random(network.input, seed: 2)
    var stream = RandomStream(seed: 3)
    for pixel in network.labels.indices {
      network.labels[pixel] = UInt16(stream.integer(in: 0...network.classes))
    }
    _ = network.trainingStep(count: 3)
    let gradient = Array(network.gradients)
    let start = Array(network.parameters)
    let norm = gradient.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect(norm > 1e-4)
    // Along the gradient the slope is its length; along other directions, the part of it that points
    // there. Each direction has the gradient in it, so that the slope stands out of the rounding.
    for mixture in [0.0, 1, -1] {
      var direction = gradient.map { value in
        Double(value) / norm
          + mixture * stream.normal() / Double(gradient.count).squareRoot()
      }
      let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
      direction = direction.map { $0 / length }
      let slope = zip(gradient, direction).reduce(0) { $0 + Double($1.0) * $1.1 }
      func loss(_ step: Double) -> Double {
        for place in start.indices {
          network.parameters[place] = start[place] + Float(step * direction[place])
        }
        return network.trainingStep(count: 3)
      }
      let step = 2e-3
      let found = (loss(step) - loss(-step)) / (2 * step)
      #expect(abs(found - slope) < 0.02 * norm + 1e-4, "\(found) for \(slope), mixture \(mixture)")
    }
  }

  /// Reference training 3.1.1, data A.
  @Test func crossEntropyOfTheReference() throws {
    var graph = try Graph(input: FeatureShape(height: 2, width: 2, channels: 3))
    _ = try graph.add(
      Convolution(channels: 3, size: 1, padding: 0), name: "same", inputs: [.input])
    let network = try Network(graph, batchSize: 1, threads: 1, purpose: .training)
    try network.load([
      .init(name: "same.weight", shape: [3, 3, 1, 1], values: [1, 0, 0, 0, 1, 0, 0, 0, 1])
    ])
    let logits: [Float] = [2, 0, -1, 0.5, 1.5, 0, -1, 0.5, 1, 0, -0.5, 2]
    for index in logits.indices { network.input[index] = logits[index] }
    for (index, label) in [0, 1, 2, 1].enumerated() { network.labels[index] = UInt16(label) }
    #expect(abs(network.trainingStep(count: 1) - 0.9714764550564595) < 1e-6)
    network.labels[3] = 255
    #expect(abs(network.trainingStep(count: 1) - 0.39639057443540704) < 1e-6)
  }

  /// Reference training 3.6: x = 1, 2, 3, 6.
  @Test func batchNormOfTheReference() throws {
    var graph = try Graph(input: FeatureShape(height: 2, width: 2, channels: 1))
    _ = try graph.add(BatchNorm(), name: "n", inputs: [.input])
    let network = try Network(graph, batchSize: 1, threads: 1, purpose: .training)
    for (index, value) in [1, 2, 3, 6].enumerated() { network.input[index] = Float(value) }
    _ = network.trainingStep(count: 1)
    for (found, expected) in zip(network.logits, [-1.06904344, -0.53452172, 0, 1.60356516]) {
      #expect(abs(Double(found) - expected) < 1e-5)
    }
    let state = network.state()
    #expect(abs(state[2].values[0] - 0.3) < 1e-6)
    #expect(abs(state[3].values[0] - 1.366_666_7) < 1e-6)
    #expect(state[4].values == [1])
  }

  /// Of equal values the first wins, the odd row and column are left out, and come back as zero.
  @Test func poolingAndItsInverse() throws {
    let shape = FeatureShape(height: 3, width: 5, channels: 1)
    var graph = try Graph(input: shape)
    let pool = try graph.add(MaxPool(), name: "p", inputs: [.input])
    _ = try graph.add(MaxUnpool(target: shape), name: "u", inputs: [pool, pool])
    let network = try Network(graph, batchSize: 1, threads: 1, purpose: .inference)
    for (index, value) in [1, 1, 2, 3, 9, 1, 1, 4, 4, 9, 9, 9, 9, 9, 9].enumerated() {
      network.input[index] = Float(value)
    }
    network.predict(count: 1)
    #expect(Array(network.logits) == [1, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0])
  }
}
