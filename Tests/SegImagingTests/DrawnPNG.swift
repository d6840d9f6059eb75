import CDeflate
import SegBasics

/// A PNG of random filtered rows, written chunk by chunk: whatever they are, they stand for a picture.
struct DrawnPNG {
  var width = 7
  var height = 5
  var depth = 8
  /// 0 gray, 2 RGB, 3 palette, 4 gray + alpha, 6 RGBA.
  var colorType = 0
  var interlace: UInt8 = 0
  /// The filter of all rows; nil for any.
  var filter: UInt8?
  /// The entries of the palette; nil for none.
  var colors: Int?
  /// In how many chunks the pixels come.
  var parts = 1
  /// Chunks between header and pixels, behind the palette.
  var before: [(String, [UInt8])] = []
  /// Chunks between pixels and end.
  var after: [(String, [UInt8])] = []
  /// Samples of all values, or few of them so that the rows compress well.
  var isFlat = false

  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  /// Of a pixel, by colour type.
  static let channels = [1, 0, 3, 1, 2, 0, 4]

  var rowBytes: Int { (width * Self.channels[colorType] * depth + 7) / 8 }

  /// The rows, each led by its filter.
  func filteredRows(_ random: inout RandomStream) -> [UInt8] {
    (0..<height).flatMap { _ in
      [filter ?? UInt8(random.next() % 5)]
        + (0..<rowBytes).map { _ in
          UInt8(truncatingIfNeeded: isFlat && random.next() % 16 != 0 ? 0 : random.next())
        }
    }
  }

  func bytes(_ random: inout RandomStream) -> [UInt8] {
    bytes(compressed: Self.compress(filteredRows(&random)), &random)
  }

  func bytes(compressed: [UInt8], _ random: inout RandomStream) -> [UInt8] {
    var file = Self.signature
    let header =
      Self.bigEndian(width) + Self.bigEndian(height)
      + [UInt8(depth), UInt8(colorType), 0, 0, interlace]
    file += Self.chunk("IHDR", header)
    if let colors {
      file += Self.chunk(
        "PLTE", (0..<3 * colors).map { _ in UInt8(truncatingIfNeeded: random.next()) })
    }
    for (type, data) in before { file += Self.chunk(type, data) }
    for part in 0..<parts {
      let (first, end) = (
        compressed.count * part / parts, compressed.count * (part + 1) / parts
      )
      file += Self.chunk("IDAT", Array(compressed[first..<end]))
    }
    for (type, data) in after { file += Self.chunk(type, data) }
    return file + Self.chunk("IEND", [])
  }

  static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let checked = Array(type.utf8) + data
    return bigEndian(data.count) + checked
      + bigEndian(Int(libdeflate_crc32(0, checked, checked.count)))
  }

  static func compress(_ bytes: [UInt8]) -> [UInt8] {
    let compressor = libdeflate_alloc_compressor(6)
    defer { libdeflate_free_compressor(compressor) }
    let bound = libdeflate_zlib_compress_bound(compressor, bytes.count)
    return [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
      count = libdeflate_zlib_compress(
        compressor, bytes, bytes.count, buffer.baseAddress, buffer.count)
    }
  }

  /// The file with the checksums of all chunks set right, as far as there are chunks.
  static func repaired(_ file: [UInt8]) -> [UInt8] {
    var file = file
    var offset = 8
    while file.count - offset >= 12 {
      let length = file[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
      guard length <= file.count - offset - 12 else { break }
      let checked = Array(file[offset + 4..<offset + 8 + length])
      let sum = bigEndian(Int(libdeflate_crc32(0, checked, checked.count)))
      file.replaceSubrange(offset + 8 + length..<offset + 12 + length, with: sum)
      offset += 12 + length
    }
    return file
  }
}
