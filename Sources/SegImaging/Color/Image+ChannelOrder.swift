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

extension Raster where Scalar: ColorSample {
  fileprivate mutating func reorderChannels(_ order: [Int]) {
    if channels == 3, order.count == 3 {
      Scalar.kernels.reorderRGB(
        &values, width * height, Int32(order[0]), Int32(order[1]), Int32(order[2]))
      return
    }
    let channels = channels
    values.withUnsafeMutableBufferPointer { values in
      withUnsafeTemporaryAllocation(of: Scalar.self, capacity: order.count) { pixel in
        for first in stride(from: 0, to: values.count, by: channels) {
          for (channel, source) in order.enumerated() { pixel[channel] = values[first + source] }
          for channel in order.indices { values[first + channel] = pixel[channel] }
        }
      }
    }
  }
}
