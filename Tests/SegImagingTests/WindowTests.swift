import SegImaging
import Testing

@Suite struct WindowTests {
  /// NumPy's `pad` of 1 2 3 4 by 2 on both sides, and of one pixel by 3.
  @Test(
    arguments: [
      (.constant([9]), [9, 9, 1, 2, 3, 4, 9, 9], [9, 9, 9, 5, 9, 9, 9]),
      (.replicate, [1, 1, 1, 2, 3, 4, 4, 4], [5, 5, 5, 5, 5, 5, 5]),
      (.reflect, [3, 2, 1, 2, 3, 4, 3, 2], [5, 5, 5, 5, 5, 5, 5]),
      (.symmetric, [2, 1, 1, 2, 3, 4, 4, 3], [5, 5, 5, 5, 5, 5, 5]),
    ] as [(Outside, [UInt8], [UInt8])])
  func padsAsNumPy(outside: Outside, expected: [UInt8], ofOne: [UInt8]) {
    let row = Raster<UInt8>(height: 1, width: 4, channels: 1, values: [1, 2, 3, 4])
    #expect(
      row.window(PixelBox(x: -2, y: 0, width: 8, height: 1), outside: outside).values == expected)
    let column = Raster<UInt8>(height: 4, width: 1, channels: 1, values: [1, 2, 3, 4])
    #expect(
      column.window(PixelBox(x: 0, y: -2, width: 1, height: 8), outside: outside).values == expected
    )
    let one = Raster<UInt8>(height: 1, width: 1, channels: 1, values: [5])
    #expect(
      one.window(PixelBox(x: -3, y: 0, width: 7, height: 1), outside: outside).values == ofOne)
  }

  /// `np.pad([1, 2, 3], 8, mode)`: mirrored again and again.
  @Test func mirrorsMoreThanOnce() {
    let row = Raster<UInt16>(height: 1, width: 3, channels: 1, values: [1, 2, 3])
    let box = PixelBox(x: -8, y: 0, width: 19, height: 1)
    #expect(
      row.window(box, outside: .reflect).values
        == [1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3])
    #expect(
      row.window(box, outside: .symmetric).values
        == [2, 1, 1, 2, 3, 3, 2, 1, 1, 2, 3, 3, 2, 1, 1, 2, 3, 3, 2])
  }

  /// Pixel by pixel against the definition, for rectangles inside, across an edge, and far away.
  @Test(arguments: [[5, 7, 3, 8], [4, 3, 1, 8], [6, 5, 4, 16], [1, 9, 2, 16]])
  func everyPixel(shape: [Int]) {
    let image = TestPicture.image(shape)
    let (height, width, channels) = (shape[0], shape[1], shape[2])
    let fill = (0..<channels).map { UInt16(40 + $0) }
    for (x, y, w, h) in [
      (0, 0, 2, 1), (-2, -3, 20, 15), (-9, 0, 4, 3), (width, height, 3, 3), (1, -40, 3, 90),
    ] {
      let box = PixelBox(x: x, y: y, width: w, height: h)
      let constant = image.window(box, outside: .constant(fill))
      let replicated = image.window(box, outside: .replicate)
      #expect(constant.size == box.size && replicated.size == box.size)
      let samples = image.samples
      var expected: [Int] = []
      var expectedReplicated: [Int] = []
      for row in y..<y + h {
        for column in x..<x + w {
          let isInside = (0..<height).contains(row) && (0..<width).contains(column)
          let (r, c) = (min(max(row, 0), height - 1), min(max(column, 0), width - 1))
          for channel in 0..<channels {
            let sample = samples[(r * width + c) * channels + channel]
            expected.append(isInside ? sample : Int(fill[channel]))
            expectedReplicated.append(sample)
          }
        }
      }
      #expect(constant.samples == expected)
      #expect(replicated.samples == expectedReplicated)
    }
  }
}
