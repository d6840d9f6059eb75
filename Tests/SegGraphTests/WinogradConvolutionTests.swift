import CKernels
import Foundation
import SegTestSupport
import Testing

@testable import SegGraph

/// The Winograd convolution as a whole, with our own products and with the library's: a machine uses
/// one of them.
@Suite struct WinogradConvolutionTests {
  /// What a convolution computes from made-up numbers, in our layouts.
  private struct Results {
    var output: [Float]
    var inputGradient: [Float]
    /// `[3, 3, Cin, Cout]`.
    var filterGradient: [Float]
  }

  private static func ramp(_ count: Int, step: Int, scale: Float) -> [Float] {
    (0..<count).map { Float($0 * step % 251 - 125) * scale }
  }

  private static func withScratch(
    _ needs: LayerNeeds.Scratch, threads: Int, _ body: (Layer.Scratch) -> Void
  ) {
    let perThread = (needs.perThread + 127) / 128 * 128
    let shared = UnsafeMutableRawPointer.allocate(byteCount: needs.shared, alignment: 128)
    let own = UnsafeMutableRawPointer.allocate(byteCount: perThread * threads, alignment: 128)
    // What was there before must not matter.
    shared.initializeMemory(as: UInt8.self, repeating: 0xFF, count: needs.shared)
    own.initializeMemory(as: UInt8.self, repeating: 0xFF, count: perThread * threads)
    body(Layer.Scratch(shared: shared, firstThread: own, perThread: perThread))
    shared.deallocate()
    own.deallocate()
  }

  private static func run(
    _ convolution: WinogradConvolution, filter: [Float], threads: Int
  ) -> Results {
    let input = convolution.input
    let output = convolution.transposed.input
    let samples = convolution.samples
    var source = ramp(samples * input.count, step: 97, scale: 1 / 128)
    var gradient = ramp(samples * output.count, step: 41, scale: 1 / 128)
    var results = Results(
      output: .init(repeating: .nan, count: gradient.count),
      inputGradient: .init(repeating: .nan, count: source.count),
      filterGradient: .init(repeating: .nan, count: filter.count))
    let team = ThreadTeam(threads: threads)
    defer { team.end() }
    source.withUnsafeMutableBufferPointer { source in
      gradient.withUnsafeMutableBufferPointer { gradient in
        guard let source = source.baseAddress, let gradient = gradient.baseAddress else { return }
        let values = Tensor(values: source, shape: input)
        withScratch(convolution.scratch, threads: threads) {
          convolution.run(
            values, filter: filter, into: &results.output, statistics: nil, scratch: $0, team: team)
        }
        withScratch(convolution.transposed.transposedScratch, threads: threads) {
          convolution.transposed.runTransposed(
            Tensor(values: gradient, shape: output), filter: filter,
            into: &results.inputGradient, scratch: $0, team: team)
        }
        withScratch(convolution.filterGradientScratch, threads: threads) {
          convolution.filterGradient(
            values, gradient: gradient, into: &results.filterGradient, scratch: $0, team: team)
        }
      }
    }
    return results
  }

  /// `[Cout, Cin, 3, 3]` to `[3, 3, Cin, Cout]`.
  private static func ours(_ filter: [Float], cin: Int, cout: Int) -> [Float] {
    var out = filter
    for co in 0..<cout {
      for ci in 0..<cin {
        for tap in 0..<9 { out[(tap * cin + ci) * cout + co] = filter[(co * cin + ci) * 9 + tap] }
      }
    }
    return out
  }

  private static func difference(_ found: [Float], _ expected: [Float]) -> Double {
    guard found.count == expected.count else { return .infinity }
    let squares = zip(found, expected).reduce(0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
    return (squares / expected.reduce(0) { $0 + Double($1) * Double($1) }).squareRoot()
  }

  /// Output and gradients of PyTorch.
  ///
  /// `fixtures/golden/winograd.safetensors` was written by PyTorch 2.13, in double precision:
  ///
  ///     def ramp(*shape, step):
  ///         n = torch.Size(shape).numel()
  ///         return ((torch.arange(n) * step) % 251 - 125).double().reshape(shape) / 128
  ///     x = ramp(2, 9, 13, 16, step=97).permute(0, 3, 1, 2).requires_grad_()
  ///     w = (ramp(32, 16, 3, 3, step=61) / 8).requires_grad_()
  ///     g = ramp(2, 9, 13, 32, step=41).permute(0, 3, 1, 2)
  ///     y = torch.nn.functional.conv2d(x, w, padding=1)
  ///     y.backward(g)
  ///     nhwc = lambda t: t.permute(0, 2, 3, 1).float().contiguous()
  ///     save_file({"output": nhwc(y.detach()), "input_gradient": nhwc(x.grad),
  ///                "filter_gradient": w.grad.float()}, "fixtures/golden/winograd.safetensors")
  @Test(arguments: [false, true], [1, 3])
  func agreesWithPyTorch(usesOwnProducts: Bool, threads: Int) throws {
    let file = try Safetensors(
      reading: Array(Data(contentsOf: URL(filePath: fixture("golden/winograd.safetensors")))))
    func golden(_ name: String) throws -> [Float] {
      try #require(file.tensors.first { $0.name == name }).floats()
    }
    let (cin, cout) = (16, 32)
    let convolution = WinogradConvolution(
      input: FeatureShape(height: 9, width: 13, channels: cin), outputChannels: cout, samples: 2,
      usesOwnProducts: usesOwnProducts)
    let filter = Self.ours(
      Self.ramp(9 * cin * cout, step: 61, scale: 1 / 1024), cin: cin, cout: cout)
    let results = Self.run(convolution, filter: filter, threads: threads)
    #expect(Self.difference(results.output, try golden("output")) < 2e-6)
    #expect(Self.difference(results.inputGradient, try golden("input_gradient")) < 2e-6)
    let expected = Self.ours(try golden("filter_gradient"), cin: cin, cout: cout)
    #expect(Self.difference(results.filterGradient, expected) < 2e-6)
  }

  /// Layers so wide that the filter's gradient goes by place, and one that has two chunks of tiles.
  static let wide: [(height: Int, width: Int, cin: Int, cout: Int, samples: Int)] = [
    (5, 6, 256, 256, 2), (37, 33, 144, 448, 3), (4, 4, 512, 112, 1),
  ]

  @Test(arguments: wide)
  func threadsAndProductsDoNotChangeAWideLayer(
    height: Int, width: Int, cin: Int, cout: Int, samples: Int
  ) {
    let input = FeatureShape(height: height, width: width, channels: cin)
    let filter = Self.ramp(9 * cin * cout, step: 61, scale: 1 / 4096)
    var byProducts: [Results] = []
    for own in [false, true] {
      let convolution = WinogradConvolution(
        input: input, outputChannels: cout, samples: samples, usesOwnProducts: own)
      let one = Self.run(convolution, filter: filter, threads: 1)
      for threads in [2, 5] {
        let more = Self.run(convolution, filter: filter, threads: threads)
        #expect(one.output == more.output)
        #expect(one.inputGradient == more.inputGradient)
        #expect(one.filterGradient == more.filterGradient)
      }
      byProducts.append(one)
    }
    // Sums over hundreds of channels, which the two add up in other orders.
    #expect(Self.difference(byProducts[0].output, byProducts[1].output) < 1e-5)
    #expect(Self.difference(byProducts[0].inputGradient, byProducts[1].inputGradient) < 1e-5)
    #expect(Self.difference(byProducts[0].filterGradient, byProducts[1].filterGradient) < 2e-6)

    // And some of the filter's gradient from its definition.
    let source = Self.ramp(samples * input.count, step: 97, scale: 1 / 128)
    let gradient = Self.ramp(samples * input.pixels * cout, step: 41, scale: 1 / 128)
    for (tap, ci, co) in [(0, 0, 0), (4, cin - 1, cout - 1), (8, cin / 2, 5), (5, 130, cout / 2)] {
      var (sum, size) = (0.0, 0.0)
      for sample in 0..<samples {
        for y in 0..<height {
          for x in 0..<width {
            let (row, column) = (y + tap / 3 - 1, x + tap % 3 - 1)
            guard 0..<height ~= row, 0..<width ~= column else { continue }
            let value = source[((sample * height + row) * width + column) * cin + ci]
            let part =
              Double(value) * Double(gradient[((sample * height + y) * width + x) * cout + co])
            sum += part
            size += part * part
          }
        }
      }
      let found = Double(byProducts[1].filterGradient[(tap * cin + ci) * cout + co])
      #expect(abs(found - sum) < 1e-4 * size.squareRoot(), "tap \(tap), \(ci) to \(co)")
    }
  }

  /// A library that computes one thread's product on several cores has other last bits.
  @Test func everyThreadGetsTheSameProduct() {
    let side = 300
    let left = Self.ramp(side * side, step: 97, scale: 1 / 113)
    let right = Self.ramp(side * side, step: 41, scale: 1 / 127)
    func product(threads: Int) -> [[Float]] {
      let team = ThreadTeam(threads: threads)
      defer { team.end() }
      keepProductsOnOneThread()
      let count = 12
      let all = UnsafeMutablePointer<Float>.allocate(capacity: count * side * side)
      defer { all.deallocate() }
      team.run(tasks: count) { task, _ in
        left.withUnsafeBufferPointer { left in
          right.withUnsafeBufferPointer { right in
            guard let left = left.baseAddress, let right = right.baseAddress else { return }
            multiply(
              MatrixView(values: left, rows: side, columns: side),
              MatrixView(values: right, rows: side, columns: side), scale: 0,
              into: all + task * side * side)
          }
        }
      }
      return (0..<count).map {
        Array(UnsafeBufferPointer(start: all + $0 * side * side, count: side * side))
      }
    }
    let one = product(threads: 1)[0]
    for threads in [1, 2, 4] { #expect(product(threads: threads).allSatisfy { $0 == one }) }
  }
}
