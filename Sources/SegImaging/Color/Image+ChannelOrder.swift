extension Image {
  /// Takes each of the first channels from another one.
  ///
  /// - Parameter order: For each of them, the channel it is taken from.
  /// - Precondition: The order names channels of the picture.
  public mutating func reorderChannels(_ order: [Int]) {
    precondition(
      order.count <= channels && order.allSatisfy((0..<channels).contains), "an order of \(order)")
    if order == Array(order.indices) { return }
    modify({ $0.reorderChannels(order) }, { $0.reorderChannels(order) })
  }
}

extension Raster {
  fileprivate mutating func reorderChannels(_ order: [Int]) {
    let channels = channels
    values.withUnsafeMutableBufferPointer { values in
      if channels == 3, order.count == 3 {
        let (r, g, b) = (order[0], order[1], order[2])
        for first in stride(from: 0, to: values.count, by: 3) {
          (values[first], values[first + 1], values[first + 2]) =
            (values[first + r], values[first + g], values[first + b])
        }
        return
      }
      withUnsafeTemporaryAllocation(of: Scalar.self, capacity: order.count) { pixel in
        for first in stride(from: 0, to: values.count, by: channels) {
          for (channel, source) in order.enumerated() { pixel[channel] = values[first + source] }
          for channel in order.indices { values[first + channel] = pixel[channel] }
        }
      }
    }
  }
}
