import Foundation
import SegGraph
import SegTestSupport
import Testing

/// Gradients of values with several readers, against PyTorch.
///
/// `fixtures/golden/residual.safetensors` was written by PyTorch 2.13, in double precision:
///
///     def ramp(*shape, step):
///         n = torch.Size(shape).numel()
///         return ((torch.arange(n) * step) % 251 - 125).double().reshape(shape) / 128
///     class Net(nn.Module):
///         def __init__(self):
///             super().__init__()
///             conv = lambda i, o: nn.Conv2d(i, o, 3, padding=1, bias=False)
///             self.a, self.n, self.b, self.m = conv(3, 8), nn.BatchNorm2d(8), conv(8, 8), nn.BatchNorm2d(8)
///             self.c, self.k, self.d = conv(8, 8), nn.BatchNorm2d(8), conv(8, 3)
///         def forward(self, x):
///             r = self.n(self.a(x)).relu()
///             m = self.m(self.b(r))
///             q = (r + m.relu()).relu()
///             k = self.k(q)
///             return self.d(self.c(q) + m + (k + k))
///     net = Net().double()
///     for conv, step in (net.a, 61), (net.b, 67), (net.c, 71), (net.d, 73):
///         conv.weight.data = ramp(*conv.weight.shape, step=step) / 4
///     x = ramp(2, 6, 7, 3, step=97).permute(0, 3, 1, 2)
///     y = torch.arange(2 * 6 * 7).reshape(2, 6, 7) * 5 % 7 % 3
///     z = net(x)
///     loss = nn.functional.cross_entropy(z, y)
///     loss.backward()
///     out = {name: p.grad.float() for name, p in net.named_parameters()}
///     save_file(out | {"logits": z.detach().permute(0, 2, 3, 1).float().contiguous(), "loss": loss.detach()},
///               "fixtures/golden/residual.safetensors")
@Suite struct ResidualTests {
  private static func ramp(_ count: Int, step: Int, scale: Float) -> [Float] {
    (0..<count).map { Float($0 * step % 251 - 125) * scale }
  }

  private static func difference(_ found: [Float], _ expected: [Float]) -> Double {
    guard found.count == expected.count else { return .infinity }
    let squares = zip(found, expected).reduce(0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
    return (squares / expected.reduce(0) { $0 + Double($1) * Double($1) }).squareRoot()
  }

  @Test(arguments: [1, 3]) func agreesWithPyTorch(threads: Int) throws {
    let file = try Safetensors(
      reading: Array(Data(contentsOf: URL(filePath: fixture("golden/residual.safetensors")))))
    func golden(_ name: String) throws -> [Float] {
      try #require(file.tensors.first { $0.name == name }).floats()
    }
    var graph = try Graph(input: FeatureShape(height: 6, width: 7, channels: 3))
    _ = try OperationTests.residual(in: &graph)
    let network = try Network(graph, batchSize: 2, threads: threads, purpose: .training)
    var state = network.state()
    for (name, step) in [("a", 61), ("b", 67), ("c", 71), ("d", 73)] {
      let index = try #require(state.firstIndex { $0.name == "\(name).weight" })
      state[index].values = Self.ramp(state[index].values.count, step: step, scale: 1 / 512)
    }
    try network.load(state)
    for (index, value) in Self.ramp(network.input.count, step: 97, scale: 1 / 128).enumerated() {
      network.input[index] = value
    }
    for pixel in network.labels.indices { network.labels[pixel] = UInt16(pixel * 5 % 7 % 3) }
    let loss = network.trainingStep(count: 2)
    #expect(abs(loss - Double(try golden("loss")[0])) < 1e-5)
    #expect(Self.difference(Array(network.logits), try golden("logits")) < 1e-5)
    let gradients = network.gradientState()
    #expect(gradients.count == 10)
    for gradient in gradients {
      #expect(
        Self.difference(gradient.values, try golden(gradient.name)) < 1e-5, "\(gradient.name)")
    }
  }

  @Test func onlyValuesOfOneShapeAreAdded() throws {
    let shape = FeatureShape(height: 6, width: 7, channels: 3)
    var graph = try Graph(input: shape)
    let pool = try graph.add(MaxPool(), name: "p", inputs: [.input])
    let pooled = graph.shape(of: pool)
    #expect(throws: GraphError.sumMismatch(shape, pooled, layer: "s")) {
      try graph.add(Addition(), name: "s", inputs: [.input, pool])
    }
  }

  /// The indices of one pooling, read by two layers.
  @Test func twoLayersUnpoolThroughOnePooling() throws {
    let shape = FeatureShape(height: 2, width: 4, channels: 1)
    var graph = try Graph(input: shape)
    let pool = try graph.add(MaxPool(), name: "p", inputs: [.input])
    let u = try graph.add(MaxUnpool(target: shape), name: "u", inputs: [pool, pool])
    let r = try graph.add(ReLU(), name: "r", inputs: [pool])
    let v = try graph.add(MaxUnpool(target: shape), name: "v", inputs: [r, pool])
    _ = try graph.add(Addition(), name: "s", inputs: [u, v])
    let network = try Network(graph, batchSize: 1, threads: 1, purpose: .inference)
    for (index, value) in [1, 2, -3, -4, 5, 0, -6, -1].enumerated() {
      network.input[index] = Float(value)
    }
    network.predict(count: 1)
    #expect(Array(network.logits) == [0, 0, 0, 0, 10, 0, 0, -1])
  }
}
