import SegBasics
import SegImaging
import Testing

@Suite struct AnimatedPNGTests {
  private func frame(_ shade: UInt8, width: Int = 40) throws -> [UInt8] {
    try encodePNG(
      Image.uint8(Raster(height: 30, width: width, channels: 3, filledWith: shade)))
  }

  /// Types of the chunks, whose lengths must lead from one to the next.
  private func chunkTypes(_ file: [UInt8]) -> [String] {
    var types: [String] = []
    var offset = 8
    while file.count - offset >= 12 {
      types.append(String(decoding: file[(offset + 4)..<(offset + 8)], as: UTF8.self))
      offset += 12 + file[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) }
    }
    return types
  }

  @Test func firstFrameIsAPictureForEveryReader() throws {
    let sink = MemorySink()
    try writeAnimatedPNG(count: 3, seconds: 0.5, to: sink) { try frame(UInt8($0 * 40)) }
    #expect(
      chunkTypes(sink.bytes)
        == ["IHDR", "acTL", "fcTL", "IDAT", "fcTL", "fdAT", "fcTL", "fdAT", "IEND"])
    // libpng checks the CRC of the chunks it knows.
    let decoded = try decodeImage(sink.bytes)
    #expect(decoded.warnings.isEmpty)
    #expect(
      decoded.image == .uint8(Raster(height: 30, width: 40, channels: 3, filledWith: 0)))
  }

  @Test func refusesWhatIsNoFrame() throws {
    let whole = try frame(9)
    func write(_ frames: [[UInt8]]) throws {
      try writeAnimatedPNG(count: frames.count, seconds: 1, to: MemorySink()) { frames[$0] }
    }
    #expect(throws: AnimationError.noFrames) { try write([]) }
    #expect(throws: AnimationError.notPNG(frame: 1)) {
      try write([whole, Array(whole.dropLast(12))])
    }
    #expect(throws: AnimationError.notPNG(frame: 0)) { try write([[1, 2, 3]]) }
    let wide = try frame(9, width: 41)
    #expect(throws: AnimationError.frameDiffers(frame: 1)) { try write([whole, wide]) }
  }
}
