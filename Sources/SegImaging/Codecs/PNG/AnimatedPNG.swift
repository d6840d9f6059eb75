import SegBasics

/// What can be wrong with the frames of an animation.
public enum AnimationError: SegError {
  /// There is no frame.
  case noFrames
  /// A frame is no whole PNG.
  case notPNG(frame: Int)
  /// A frame differs from the first in size or kind of pixels.
  case frameDiffers(frame: Int)

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .noFrames: "an animation without frames"
    case .notPNG(let frame): "frame \(frame + 1) is no whole PNG"
    case .frameDiffers(let frame):
      "frame \(frame + 1) differs from the first in size or kind of pixels"
    }
  }
}

/// Writes pictures one after the other as an animated PNG (APNG 1.0), which loops for ever.
///
/// The compressed pixels are taken over as they are. Viewers without animation show the first frame.
///
/// - Parameters:
///   - count: How many frames there are.
///   - seconds: How long each is shown; the last one four times as long. Of `0.01...600`.
///   - sink: Where the bytes go.
///   - frame: A PNG without a palette, by its number from 0; each of one size and kind.
/// - Throws: ``AnimationError``, and what `frame` and the sink throw.
public func writeAnimatedPNG(
  count: Int, seconds: Double, to sink: some ByteSink, frame: (Int) throws -> [UInt8]
) throws {
  precondition((0.01...600).contains(seconds), "a frame of \(seconds) s")
  guard count > 0, count <= 1 << 20 else { throw AnimationError.noFrames }
  var sequence: UInt32 = 0
  var header: [UInt8] = []
  for number in 0..<count {
    let file = try frame(number)
    guard let chunks = PNGChunkList(file), let first = chunks.first, first.type == "IHDR",
      first.data.count == 13
    else { throw AnimationError.notPNG(frame: number) }
    if number == 0 {
      header = Array(first.data)
      try sink.write(PNGChunkList.signature)
      try sink.write(pngChunk("IHDR", header))
      try sink.write(pngChunk("acTL", bigEndian(UInt32(count)) + bigEndian(0)))
    }
    guard header.elementsEqual(first.data) else {
      throw AnimationError.frameDiffers(frame: number)
    }
    let hundredths = seconds * 100 * (number == count - 1 ? 4 : 1)
    // Whole frame at (0, 0), replacing what was shown: dispose none, blend source.
    let control =
      bigEndian(sequence) + header[..<8] + bigEndian(0) + bigEndian(0)
      + bigEndian16(UInt16(hundredths.rounded())) + bigEndian16(100) + [0, 0]
    try sink.write(pngChunk("fcTL", control))
    sequence += 1
    for chunk in chunks where chunk.type == "IDAT" {
      if number == 0 {
        try sink.write(pngChunk("IDAT", Array(chunk.data)))
      } else {
        try sink.write(pngChunk("fdAT", bigEndian(sequence) + chunk.data))
        sequence += 1
      }
    }
  }
  try sink.write(pngChunk("IEND", []))
}

/// The chunks of a PNG file, in order.
private struct PNGChunkList: Sequence {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  private let chunks: [(type: String, data: ArraySlice<UInt8>)]

  /// Nil when the file is no PNG, or ends before its end chunk.
  init?(_ file: [UInt8]) {
    guard file.starts(with: Self.signature) else { return nil }
    var chunks: [(String, ArraySlice<UInt8>)] = []
    var offset = 8
    while file.count - offset >= 12 {
      let length = file[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) }
      guard length <= file.count - offset - 12 else { return nil }
      let type = String(decoding: file[(offset + 4)..<(offset + 8)], as: UTF8.self)
      chunks.append((type, file[(offset + 8)..<(offset + 8 + length)]))
      offset += 12 + length
      if type == "IEND" {
        self.chunks = chunks
        return
      }
    }
    return nil
  }

  var first: (type: String, data: ArraySlice<UInt8>)? { chunks.first }

  func makeIterator() -> some IteratorProtocol<(type: String, data: ArraySlice<UInt8>)> {
    chunks.makeIterator()
  }
}

private func bigEndian(_ value: UInt32) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
}

private func bigEndian16(_ value: UInt16) -> [UInt8] {
  [UInt8(value >> 8), UInt8(value & 255)]
}

private func pngChunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
  let checked = Array(type.utf8) + data
  return bigEndian(UInt32(data.count)) + checked + bigEndian(crc32(checked))
}

/// CRC-32 of ISO 3309, as PNG and zip use it.
private func crc32(_ bytes: [UInt8]) -> UInt32 {
  bytes.withUnsafeBufferPointer { bytes in
    crcTable.withUnsafeBufferPointer { table in
      var crc: UInt32 = 0xFFFF_FFFF
      for position in 0..<bytes.count {
        crc = table[Int((crc ^ UInt32(bytes[position])) & 255)] ^ (crc >> 8)
      }
      return ~crc
    }
  }
}

private let crcTable: [UInt32] = (0..<256).map { index in
  (0..<8).reduce(UInt32(index)) { crc, _ in
    crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1
  }
}
