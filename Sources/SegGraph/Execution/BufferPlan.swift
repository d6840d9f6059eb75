/// Where each buffer of a network lies in its one block of memory.
///
/// A step of the network is a fixed sequence of moments: each layer's forward pass, then each layer's
/// backward pass. A buffer is needed from one moment to another; two buffers may share memory when
/// their times do not meet.
struct BufferPlan: Sendable {
  /// One buffer.
  struct Request: Sendable {
    /// What it is for, for tests and for those who look.
    let label: String
    let bytes: Int
    /// The moments during which it holds something.
    let lifetime: ClosedRange<Int>
  }

  /// Buffers begin at multiples of this: a cache line and a vector register.
  static let alignment = 64

  let requests: [Request]
  /// Where each request begins, in bytes.
  let offsets: [Int]
  /// Bytes of the whole block.
  let total: Int

  /// Lays out the requests: the largest first, each at the lowest place free during its lifetime.
  init(_ requests: [Request]) {
    self.requests = requests
    var offsets = Array(repeating: 0, count: requests.count)
    var placed: [Int] = []  // by offset
    var total = 0
    let order = requests.indices.sorted {
      (requests[$1].bytes, $0) < (requests[$0].bytes, $1)
    }
    for index in order {
      let request = requests[index]
      let size = Self.rounded(request.bytes)
      var offset = 0
      for other in placed where requests[other].lifetime.overlaps(request.lifetime) {
        if offset + size <= offsets[other] { break }
        offset = max(offset, offsets[other] + Self.rounded(requests[other].bytes))
      }
      offsets[index] = offset
      total = max(total, offset + size)
      let place = placed.firstIndex { offsets[$0] > offset } ?? placed.endIndex
      placed.insert(index, at: place)
    }
    self.offsets = offsets
    self.total = total
  }

  private static func rounded(_ bytes: Int) -> Int {
    (bytes + alignment - 1) / alignment * alignment
  }
}
