import SegImaging

/// The bytes of an AppleDouble file, which macOS writes beside a real one.
let appleDouble: [UInt8] =
  [
    0x00, 0x05, 0x16, 0x07, 0x00, 0x02, 0x00, 0x00,
  ] + Array("Mac OS X        ".utf8) + [
    0x00, 0x01, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x26, 0x00, 0x00, 0x00, 0x00,
  ]

/// The head of a MAT-file.
let matFile: [UInt8] = {
  let text = "MATLAB 5.0 MAT-file, Platform: GLNXA64"
  let padded = Array(text.utf8) + [UInt8](repeating: 0x20, count: 124 - text.utf8.count)
  return padded + [0x00, 0x01, 0x49, 0x4D]
}()

/// A JPEG with an Exif orientation put after its first marker segment.
func jpeg(_ bytes: [UInt8], withOrientation orientation: UInt8) -> [UInt8] {
  let tiff: [UInt8] =
    [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0, 1, 0]
    + [0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0] + [0, 0, 0, 0]
  let payload = Array("Exif".utf8) + [0, 0] + tiff
  let length = payload.count + 2
  let segment = [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + payload
  // Behind the start of image and the JFIF segment, if there is one.
  let isJFIF = bytes.count > 6 && bytes[3] == 0xE0
  let place = isJFIF ? 4 + Int(bytes[4]) << 8 + Int(bytes[5]) : 2
  return bytes[..<place] + segment + bytes[place...]
}

extension Image {
  /// The picture in one channel, by the weights of ITU-R BT.601.
  var gray: Image {
    guard case .uint8(let raster) = self, raster.channels == 3 else { return self }
    let values = (0..<raster.width * raster.height).map { pixel -> UInt8 in
      let at = 3 * pixel
      let sum =
        299 * Int(raster.values[at]) + 587 * Int(raster.values[at + 1])
        + 114 * Int(raster.values[at + 2])
      return UInt8(sum / 1000)
    }
    return .uint8(Raster(height: raster.height, width: raster.width, channels: 1, values: values))
  }

  /// The picture with an alpha channel that is opaque.
  var withAlpha: Image {
    guard case .uint8(let raster) = self, raster.channels == 3 else { return self }
    var values: [UInt8] = []
    values.reserveCapacity(raster.values.count / 3 * 4)
    for at in stride(from: 0, to: raster.values.count, by: 3) {
      values += raster.values[at..<(at + 3)]
      values.append(255)
    }
    return .uint8(Raster(height: raster.height, width: raster.width, channels: 4, values: values))
  }
}
