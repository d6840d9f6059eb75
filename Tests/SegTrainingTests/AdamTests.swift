import SegTraining
import Testing

@Suite struct AdamTests {
  private func step(
    _ adam: inout Adam, _ parameters: inout [Float], _ gradients: [Float], threads: Int = 1
  ) {
    var gradients = gradients
    parameters.withUnsafeMutableBufferPointer { parameters in
      gradients.withUnsafeMutableBufferPointer {
        adam.update(parameters, with: $0, rate: 1e-3, threads: threads)
      }
    }
  }

  /// Test vector C of reference training 3.3; float32 holds 1 to within 6e-8.
  @Test func trajectory() {
    var adam = Adam(count: 1)
    var parameter: [Float] = [1]
    let expected = [0.999000000020, 0.998654394181, 0.998275002408, 0.997681107722]
    for (gradient, expected) in zip([0.5, -0.2, 0.1, 0.4] as [Float], expected) {
      step(&adam, &parameter, [gradient])
      #expect(abs(Double(parameter[0]) - expected) < 1e-7)
    }
    #expect(adam.step == 4)
  }

  /// Beside 0 float32 is finer: the movement itself is that of the formula.
  @Test func movement() {
    var adam = Adam(count: 1)
    var parameter: [Float] = [0]
    let expected = [-0.000999999980, -0.001345605819, -0.001724997592, -0.002318892278]
    for (gradient, expected) in zip([0.5, -0.2, 0.1, 0.4] as [Float], expected) {
      step(&adam, &parameter, [gradient])
      #expect(abs(Double(parameter[0]) - expected) < 1e-9)
    }
  }

  /// More parameters than one thread takes at a time, and none at the end of a vector.
  @Test func sameBitsAtAnyNumberOfThreads() {
    let count = (1 << 18) * 2 + 77
    let gradients = (0..<count).map { Float($0 % 1013) / 1000 - 0.5 }
    var results: [[Float]] = []
    for threads in [1, 2, 5] {
      var adam = Adam(count: count)
      var parameters = [Float](repeating: 0.25, count: count)
      for _ in 0..<3 { step(&adam, &parameters, gradients, threads: threads) }
      results.append(parameters + adam.mean + adam.square)
    }
    #expect(results[0] == results[1] && results[0] == results[2])
    #expect(results[0][0] != 0.25 && results[0][count - 1] != 0.25)
  }
}

@Suite struct LearningRateScheduleTests {
  /// `torch.optim.lr_scheduler.StepLR(opt, 7, 0.7)` from 1e-3.
  @Test func articleSteps() throws {
    let schedule = try LearningRateSchedule("step:every=7,factor=0.7")
    let rates = (0..<20).map { schedule.rate(epoch: $0, base: 1e-3) }
    #expect(rates[..<7].allSatisfy { $0 == 1e-3 })
    #expect(rates[7..<14].allSatisfy { abs($0 - 7e-4) < 1e-15 })
    #expect(rates[14...].allSatisfy { abs($0 - 4.9e-4) < 1e-15 })
    #expect(LearningRateSchedule.constant.rate(epoch: 99, base: 0.1) == 0.1)
  }

  @Test(arguments: ["constant", "step:every=7,factor=0.7", "step:every=1,factor=1.0"])
  func printsAsRead(text: String) throws {
    #expect(try LearningRateSchedule(text).description == text)
  }

  @Test func defaults() throws {
    #expect(try LearningRateSchedule("step") == .step(every: 7, factor: 0.7))
    #expect(try LearningRateSchedule("step:every=3") == .step(every: 3, factor: 0.7))
  }

  @Test(arguments: [
    "", "cosine", "step:every=0", "step:factor=0", "step:factor=2", "step:every", "constant:x=1",
    "step:every=7,gamma=0.7",
  ])
  func refuses(text: String) {
    #expect(throws: ScheduleError.self) { try LearningRateSchedule(text) }
  }
}
