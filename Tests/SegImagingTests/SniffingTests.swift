import SegImaging
import Testing

@Suite struct SniffingTests {
  @Test(
    arguments: [
      ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], .png),
      ([0xFF, 0xD8, 0xFF, 0xE1], .jpeg),
      (Array("GIF87a".utf8), .gif), (Array("GIF89a...".utf8), .gif),
      ([0x49, 0x49, 0x2A, 0], .tiff), ([0x4D, 0x4D, 0, 0x2A], .tiff),
      ([0x49, 0x49, 0x2B, 0], .tiff),
      ([0x89, 0x50, 0x4E, 0x47], nil), ([], nil), ([0xFF, 0xD8], nil), (Array("GIF88a".utf8), nil),
    ] as [([UInt8], ImageFormat?)])
  func format(bytes: [UInt8], expected: ImageFormat?) {
    #expect(ImageFormat(sniffing: bytes) == expected)
    #expect(ImageFormat(sniffing: ([7] + bytes).dropFirst()) == expected)
  }

  @Test(
    arguments: [
      ([0x00, 0x05, 0x16, 0x07, 0, 2], "AppleDouble"), ([0x1F, 0x8B, 8], "gzip"),
      ([0x50, 0x4B, 3, 4], "zip"), (Array("BM6".utf8) + [0, 0], "BMP"),
      (Array("MATLAB 5.0 MAT-file, Platform".utf8), "MAT-file"),
      ([UInt8](repeating: 65, count: 257) + Array("ustar\u{0}00".utf8), "tar"),
      (Array("\n<!DOCTYPE html>".utf8), "HTML or XML"), (Array("{\"a\": 1}".utf8), "JSON"),
      (Array("version https://git-lfs".utf8), "text"), ([0, 0, 0, 0], "zero bytes"),
      (Array("P5 3 4 255\n".utf8), "PGM"), (Array("RIFF....WEBPVP8".utf8), "WebP"),
    ] as [([UInt8], String)])
  func otherContent(bytes: [UInt8], word: String) throws {
    let kind = try #require(contentKind(of: bytes))
    #expect(kind.contains(word))
    #expect(throws: ImageError.notAnImage(looksLike: kind)) { try decodeImage(bytes) }
    #expect(throws: ImageError.notAnImage(looksLike: kind)) { try readImageHeader(bytes) }
    #expect(throws: ImageError.notAnImage(looksLike: kind)) { try decodeRawSamples(bytes) }
  }

  @Test func nothingKnown() {
    #expect(contentKind(of: [0x9E, 0xD7, 0x01] as [UInt8]) == nil)
    #expect(contentKind(of: [] as [UInt8]) == nil)
    #expect(throws: ImageError.empty) { try decodeImage([]) }
  }
}
