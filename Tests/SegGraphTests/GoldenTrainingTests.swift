import Foundation
import SegGraph
import SegTestSupport
import Testing

/// Ten training steps of PyTorch, repeated.
///
/// `fixtures/golden/segnet-small.safetensors` was written by PyTorch 2.13: a network of the form of
/// ``smallSegNet(input:)`` with `nn.Conv2d(bias=False)`, `nn.BatchNorm2d`, `nn.ReLU`,
/// `nn.MaxPool2d(2, return_indices=True)` and `nn.MaxUnpool2d(2)(x, i, output_size=shape)`; in it are
/// `initial/NAME` (the state dict), ten batches `x/STEP` (`[3, 3, 13, 18]`, 0…255, divided by 255 for
/// the network) and `y/STEP`, `losses` of `cross_entropy(z, y, ignore_index=255)`, of the first step
/// the gradients in float64 (`gradient64/NAME`), the running statistics behind it (`after/NAME`) and
/// the logits, and `eval`: the logits of the last batch in eval mode behind ten steps of
/// `torch.optim.Adam(lr=1e-3)`.
@Suite struct GoldenTrainingTests {
  private struct Golden {
    private var tensors: [String: Safetensors.Tensor] = [:]

    init() throws {
      let path = fixture("golden/segnet-small.safetensors")
      let file = try Safetensors(
        reading: Array(Data(contentsOf: URL(filePath: path))))
      for tensor in file.tensors { tensors[tensor.name] = tensor }
    }

    func floats(_ name: String) throws -> [Float] { try #require(tensors[name]).floats() }

    func state() throws -> [Network.StateTensor] {
      try tensors.values.filter { $0.name.hasPrefix("initial/") }.map {
        .init(name: String($0.name.dropFirst(8)), shape: $0.shape, values: try $0.floats())
      }
    }
  }

  private static func difference(_ found: some Sequence<Float>, _ expected: [Float]) -> Double {
    var difference = 0.0
    var size = 0.0
    for (x, y) in zip(found, expected) {
      difference += Double(x - y) * Double(x - y)
      size += Double(y) * Double(y)
    }
    return (difference / max(size, 1e-30)).squareRoot()
  }

  private static func fill(_ network: Network, _ golden: Golden, step: Int) throws {
    let (channels, pixels) = (3, 13 * 18)
    let images = try golden.floats("x/\(step)")
    for sample in 0..<3 {
      for channel in 0..<channels {
        for pixel in 0..<pixels {
          network.input[(sample * pixels + pixel) * channels + channel] =
            images[(sample * channels + channel) * pixels + pixel] / 255
        }
      }
    }
    for (index, label) in try golden.floats("y/\(step)").enumerated() {
      network.labels[index] = UInt16(label)
    }
  }

  @Test(arguments: [1, 2]) func tenStepsOfPyTorch(threads: Int) throws {
    let golden = try Golden()
    let network = try Network(
      smallSegNet(), batchSize: 3, threads: threads, purpose: .training)
    try network.load(golden.state())
    let losses = try golden.floats("losses")
    #expect(losses.count == 10)
    var first = [Float](repeating: 0, count: network.parameters.count)
    var second = first
    for step in losses.indices {
      try Self.fill(network, golden, step: step)
      let loss = network.trainingStep(count: 3)
      #expect(abs(loss - Double(losses[step])) < 1e-4 * Double(losses[step]), "step \(step)")
      if step == 0 { try compareFirstStep(network, golden) }
      // Adam, learning rate 1e-3.
      for index in first.indices {
        let gradient = network.gradients[index]
        first[index] = 0.9 * first[index] + 0.1 * gradient
        second[index] = 0.999 * second[index] + 0.001 * gradient * gradient
        let mean = Double(first[index]) / (1 - pow(0.9, Double(step + 1)))
        let square = Double(second[index]) / (1 - pow(0.999, Double(step + 1)))
        network.parameters[index] -= Float(1e-3 * mean / (square.squareRoot() + 1e-8))
      }
    }
    network.predict(count: 3)
    #expect(Self.difference(network.logits, try golden.floats("eval")) < 1e-3)
  }

  private func compareFirstStep(_ network: Network, _ golden: Golden) throws {
    #expect(Self.difference(network.logits, try golden.floats("logits")) < 1e-5)
    let gradients = network.gradientState()
    #expect(gradients.count == 20)
    for gradient in gradients {
      let expected = try golden.floats("gradient64/\(gradient.name)")
      #expect(Self.difference(gradient.values, expected) < 1e-5, "\(gradient.name)")
    }
    for tensor in network.state() where tensor.name.contains("running") {
      let expected = try golden.floats("after/\(tensor.name)")
      #expect(Self.difference(tensor.values, expected) < 1e-5, "\(tensor.name)")
    }
  }
}
