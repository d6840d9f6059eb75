import Foundation
import SegImaging
import SegTestSupport
import Testing

/// Files that promise more than they hold, or more than the limits allow.
@Suite(.serialized) struct DecodeLimitTests {
  /// A fixture whose header says another size; the checksum of a PNG's is made right.
  private func resized(_ name: String, width: Int, height: Int) throws -> [UInt8] {
    var bytes = try codecFixture(name)
    func put(_ value: Int, at offset: Int, count: Int, littleEndian: Bool) {
      for index in 0..<count {
        let shift = 8 * (littleEndian ? index : count - 1 - index)
        bytes[offset + index] = UInt8(truncatingIfNeeded: value >> shift)
      }
    }
    switch ImageFormat(sniffing: bytes) {
    case .png:
      put(width, at: 16, count: 4, littleEndian: false)
      put(height, at: 20, count: 4, littleEndian: false)
      put(Int(crc32(bytes[12..<29])), at: 29, count: 4, littleEndian: false)
    case .gif:
      put(width, at: 6, count: 2, littleEndian: true)
      put(height, at: 8, count: 2, littleEndian: true)
      let frame = try #require(bytes.firstIndex(of: 0x2C))
      put(width, at: frame + 5, count: 2, littleEndian: true)
      put(height, at: frame + 7, count: 2, littleEndian: true)
    case .jpeg:
      let frame = try #require(
        bytes.indices.dropLast().first {
          bytes[$0] == 0xFF && (0xC0...0xC2).contains(bytes[$0 + 1])
        })
      put(height, at: frame + 5, count: 2, littleEndian: false)
      put(width, at: frame + 7, count: 2, littleEndian: false)
    default:
      let directory = Int(bytes[4])
      for entry in stride(from: directory + 2, to: directory + 12 * 14, by: 12) {
        let tag = Int(bytes[entry]) | Int(bytes[entry + 1]) << 8
        guard tag == 256 || tag == 257 else { continue }
        bytes[entry + 2] = 4
        put(tag == 256 ? width : height, at: entry + 8, count: 4, littleEndian: true)
      }
    }
    return bytes
  }

  private func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
      }
    }
  }

  private let names = ["gray8.png", "color420.jpg", "progressive.jpg", "plain.gif", "strips.tif"]

  @Test func hugePictureIsRefusedFromItsHeader() throws {
    for name in names {
      let bytes = try resized(name, width: 60_000, height: 60_000)
      let size = PixelSize(width: 60_000, height: 60_000)
      #expect(try readImageHeader(bytes).size == size)
      for isLenient in [false, true] {
        var options = DecodeOptions()
        options.isLenient = isLenient
        #expect(throws: ImageError.overLimit(try format(bytes), size: size, "268435456 pixels")) {
          try decodeImage(bytes, options: options)
        }
        #expect(throws: ImageError.overLimit(try format(bytes), size: size, "268435456 pixels")) {
          try decodeRawSamples(bytes, options: options, allowsLossy: true)
        }
      }
    }
  }

  private func format(_ bytes: [UInt8]) throws -> ImageFormat {
    try #require(ImageFormat(sniffing: bytes))
  }

  /// Within the limits, but a few hundred bytes cannot hold 16,000 by 16,000 pixels: fails before
  /// the memory is filled.
  @Test func promiseThatTheDataCannotKeep() throws {
    let before = try residentPeak()
    for name in names {
      let bytes = try resized(name, width: 16_000, height: 16_000)
      for isLenient in [false, true] {
        var options = DecodeOptions()
        options.isLenient = isLenient
        #expect(throws: ImageError.self, "\(name)") {
          try decodeImage(bytes, options: options)
        }
      }
    }
    #expect(try residentPeak() - before < 200_000)
  }

  /// The most memory this process has had, in kB.
  private func residentPeak() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    return try #require(Int(line.split(whereSeparator: { !$0.isNumber })[0]))
  }

  @Test func limitsAreTheCallers() throws {
    let bytes = try codecFixture("color420.jpg")
    var options = DecodeOptions()
    options.maximumDimension = 26
    #expect(throws: ImageError.self) { try decodeImage(bytes, options: options) }
    options.maximumDimension = 27
    options.maximumPixels = 27 * 21
    _ = try decodeImage(bytes, options: options)
    options.maximumPixels -= 1
    #expect(throws: ImageError.self) { try decodeImage(bytes, options: options) }
    options = DecodeOptions()
    options.maximumBytes = 27 * 21 * 3 - 1
    #expect(throws: ImageError.self) { try decodeImage(bytes, options: options) }
  }

  /// A progressive file that repeats its first scan 200 times.
  @Test func endlessScansAreRefused() throws {
    let bytes = try codecFixture("progressive.jpg")
    func marker(after start: Int, _ isWanted: (UInt8) -> Bool) throws -> Int {
      try #require(
        (start..<bytes.count - 1).first { bytes[$0] == 0xFF && isWanted(bytes[$0 + 1]) })
    }
    let first = try marker(after: 0) { $0 == 0xDA }
    let next = try marker(after: first + 2) { $0 != 0 }
    let scan = Array(bytes[first..<next])
    func repeated(_ count: Int) -> [UInt8] {
      bytes[..<next] + (0..<count).flatMap { _ in scan } + bytes[next...]
    }
    var options = DecodeOptions()
    options.isLenient = true
    _ = try decodeImage(repeated(20), options: options)
    #expect(throws: ImageError.unsupported(.jpeg, "more than 100 scans")) {
      try decodeImage(repeated(200), options: options)
    }
  }

  /// All coefficients of a progressive picture are in memory: 2 bytes for each of 64 a block.
  @Test func coefficientsCount() throws {
    let bytes = try codecFixture("progressive.jpg")
    let size = PixelSize(width: 27, height: 21)
    // 4 x 3 blocks of the luma, 2 x 2 of each chroma.
    let needed = 128 * (4 * 3 + 2 * (2 * 2))
    var options = DecodeOptions()
    options.maximumBytes = needed - 1
    #expect(throws: ImageError.overLimit(.jpeg, size: size, "\(needed - 1) bytes")) {
      try decodeImage(bytes, options: options)
    }
  }
}
