import SegBasics
import Testing

@testable import SegGraph

@Suite struct BufferPlanTests {
  @Test(arguments: 0..<20) func buffersInUseDoNotOverlap(seed: UInt64) throws {
    var stream = RandomStream(seed: seed)
    let requests = (0..<60).map { index in
      let first = stream.integer(in: 0...40)
      return BufferPlan.Request(
        label: "\(index)", bytes: stream.integer(in: 0...5000),
        lifetime: first...(first + stream.integer(in: 0...12)))
    }
    let plan = BufferPlan(requests)
    check(plan)
    // No better than the fullest moment, and not much worse.
    let fullest =
      (0...52).map { moment in
        requests.filter { $0.lifetime.contains(moment) }.reduce(0) { $0 + $1.bytes }
      }.max() ?? 0
    #expect(plan.total >= fullest)
    #expect(plan.total < 3 * fullest / 2 + 4096)
  }

  @Test func networksAreLaidOutWithoutOverlap() throws {
    for purpose in [Network.Purpose.training, .inference] {
      let network = try Network(smallSegNet(), batchSize: 3, threads: 2, purpose: purpose)
      check(network.layout.plan)
    }
  }

  private func check(_ plan: BufferPlan) {
    for (left, offset) in plan.offsets.enumerated() {
      let request = plan.requests[left]
      #expect(offset % BufferPlan.alignment == 0)
      #expect(offset + request.bytes <= plan.total)
      for right in plan.requests.indices where right > left {
        let other = plan.requests[right]
        guard other.lifetime.overlaps(request.lifetime), other.bytes > 0, request.bytes > 0 else {
          continue
        }
        let apart =
          offset + request.bytes <= plan.offsets[right]
          || plan.offsets[right] + other.bytes <= offset
        #expect(apart, "\(request.label) and \(other.label)")
      }
    }
  }
}
