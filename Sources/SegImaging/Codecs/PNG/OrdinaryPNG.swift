import CDeflate

/// A PNG as nearly all are: whole, not interlaced, and with nothing that libpng would remark on.
///
/// Its pixels are those that libpng gives, several times as fast. Whatever is damaged or out of the
/// ordinary is nil here: ``PNGReader`` reads it, or knows what is wrong with it.
struct OrdinaryPNG {
  let size: PixelSize
  /// Bits a sample as stored.
  let bitDepth: Int
  /// Of the header: 0 gray, 2 RGB, 3 palette, 4 gray + alpha, 6 RGBA.
  let colorType: UInt8
  /// The colours of a palette picture.
  let palette: [RGBColor]?
  /// The compressed pixels, in order; no part is empty.
  let compressed: [UnsafeRawBufferPointer]
  /// The bytes of the file.
  let fileBytes: Int

  /// Finds the parts of a PNG; nil for what is not ordinary.
  ///
  /// No more than the chunks is looked at.
  ///
  /// - Parameter bytes: The file; must stay where it is while this lives.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    let file = UnsafeRawBufferPointer(bytes)
    guard file.count > 8, file.prefix(8).elementsEqual(Self.signature) else { return nil }
    var rest = PNGWalk(file, from: 8)
    guard let first = rest.next(), first.type == Self.header, first.data.count == 13 else {
      return nil
    }
    let header = first.data
    let (width, height) = (header.bigEndian(at: 0), header.bigEndian(at: 4))
    let (depth, colorType) = (header[8], header[9])
    guard (1...0x7FFF_FFFF).contains(width), (1...0x7FFF_FFFF).contains(height),
      Self.depths(colorType).contains(depth),
      header[10] == 0, header[11] == 0, header[12] == 0  // Deflate, filters, not interlaced.
    else { return nil }

    var palette: [RGBColor]?
    var compressed: [UnsafeRawBufferPointer] = []
    var isPast = false
    while true {
      guard let chunk = rest.next() else { return nil }
      switch chunk.type {
      case Self.end:
        let isComplete = (palette != nil) == (colorType == 3) && !compressed.isEmpty
        guard isComplete && chunk.data.isEmpty else { return nil }
        self.size = PixelSize(width: Int(width), height: Int(height))
        self.bitDepth = Int(depth)
        self.colorType = colorType
        self.palette = palette
        self.compressed = compressed
        self.fileBytes = file.count
        return
      case Self.pixels:
        guard !isPast && !chunk.data.isEmpty else { return nil }
        compressed.append(chunk.data)
      case Self.colors:
        // Others may suggest one, which is rare.
        guard colorType == 3, palette == nil, compressed.isEmpty, chunk.data.count % 3 == 0,
          (1...(1 << depth)).contains(chunk.data.count / 3)
        else { return nil }
        palette = stride(from: 0, to: chunk.data.count, by: 3).map {
          RGBColor(chunk.data[$0], chunk.data[$0 + 1], chunk.data[$0 + 2])
        }
      default:
        guard Self.isIgnored(chunk.type) else { return nil }
        if !compressed.isEmpty { isPast = true }
      }
    }
  }

  /// Samples a pixel as stored.
  var storedChannels: Int {
    switch colorType {
    case 2: 3
    case 4: 2
    case 6: 4
    default: 1
    }
  }

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  private static let header: UInt32 = 0x4948_4452  // IHDR
  private static let colors: UInt32 = 0x504C_5445  // PLTE
  private static let pixels: UInt32 = 0x4944_4154  // IDAT
  private static let end: UInt32 = 0x4945_4E44  // IEND

  private static func depths(_ colorType: UInt8) -> [UInt8] {
    switch colorType {
    case 0: [1, 2, 4, 8, 16]
    case 3: [1, 2, 4, 8]
    case 2, 4, 6: [8, 16]
    default: []
    }
  }

  /// True for chunks that libpng passes over too: ancillary ones, but not those of animations, which
  /// some builds of libpng read.
  private static func isIgnored(_ type: UInt32) -> Bool {
    let letters = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: type >> $0) }
    guard letters.allSatisfy({ (65...90).contains($0) || (97...122).contains($0) }),
      letters[0] >= 97, letters[2] <= 90
    else { return false }
    return ![0x6163_544C, 0x6663_544C, 0x6664_4154].contains(type)  // acTL, fcTL, fdAT
  }
}

/// The chunks of a file one after the other, up to the first that is cut off or fails its checksum.
private struct PNGWalk {
  private let file: UnsafeRawBufferPointer
  private var offset: Int

  init(_ file: UnsafeRawBufferPointer, from offset: Int) {
    self.file = file
    self.offset = offset
  }

  mutating func next() -> (type: UInt32, data: UnsafeRawBufferPointer)? {
    guard file.count - offset >= 12 else { return nil }
    let length = Int(file.bigEndian(at: offset))
    guard length <= file.count - offset - 12 else { return nil }
    let checked = UnsafeRawBufferPointer(rebasing: file[(offset + 4)..<(offset + 8 + length)])
    let sum = libdeflate_crc32(0, checked.baseAddress, checked.count)
    guard sum == file.bigEndian(at: offset + 8 + length) else { return nil }
    offset += 12 + length
    return (checked.bigEndian(at: 0), UnsafeRawBufferPointer(rebasing: checked[4...]))
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func bigEndian(at offset: Int) -> UInt32 {
    UInt32(bigEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }
}
