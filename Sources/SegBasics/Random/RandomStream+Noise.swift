extension RandomStream {
  /// Numbers of `-1 ..< 1`, two from each draw, the upper half first; 23 random bits each.
  public mutating func noise(_ count: Int) -> [Float] {
    var stream = self
    defer { self = stream }
    return [Float](unsafeUninitializedCapacity: count + 1) { buffer, initialized in
      for index in stride(from: 0, to: count, by: 2) {
        let bits = stream.next()
        buffer[index] = Float(Int32(truncatingIfNeeded: bits >> 32) >> 8) * 0x1p-23
        buffer[index + 1] = Float(Int32(truncatingIfNeeded: bits) >> 8) * 0x1p-23
      }
      initialized = count
    }
  }
}
