import SegImaging

/// Writes a GIF of 252 colours without compression: a clear code before the codes grow to 10 bits.
func encodeGIF(_ image: Image) -> [UInt8] {
  guard case .uint8(let raster) = image, raster.channels == 3 else {
    preconditionFailure("a GIF is made of 8-bit RGB")
  }
  var bytes = Array("GIF89a".utf8)
  func append16(_ value: Int) { bytes += [UInt8(value & 255), UInt8(value >> 8 & 255)] }
  append16(raster.width)
  append16(raster.height)
  // A global table of 256 colours.
  bytes += [0xF7, 0, 0]
  for index in 0..<256 {
    let (red, green, blue) = (index / 42 % 6, index / 6 % 7, index % 6)
    bytes += [UInt8(red * 51), UInt8(green * 255 / 6), UInt8(blue * 51)]
  }
  bytes.append(0x2C)
  append16(0)
  append16(0)
  append16(raster.width)
  append16(raster.height)
  bytes += [0, 8]
  for block in nineBitCodes(paletteIndices(raster)).chunked(255) {
    bytes.append(UInt8(block.count))
    bytes += block
  }
  return bytes + [0, 0x3B]
}

/// Indices into a table of 6·7·6 colours, dithered by a 4×4 pattern.
private func paletteIndices(_ raster: Raster<UInt8>) -> [Int] {
  let pattern = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5]
  var indices: [Int] = []
  indices.reserveCapacity(raster.width * raster.height)
  for y in 0..<raster.height {
    for x in 0..<raster.width {
      let lift = pattern[y % 4 * 4 + x % 4]
      func level(_ channel: Int, _ steps: Int) -> Int {
        (Int(raster[y, x, channel]) * steps * 16 + 255 * lift) / (255 * 16)
      }
      indices.append(level(0, 5) * 42 + level(1, 6) * 6 + level(2, 5))
    }
  }
  return indices
}

private func nineBitCodes(_ indices: [Int]) -> [UInt8] {
  var bytes: [UInt8] = []
  var held = 0
  var count = 0
  func put(_ code: Int) {
    held |= code << count
    count += 9
    while count >= 8 {
      bytes.append(UInt8(held & 255))
      held >>= 8
      count -= 8
    }
  }
  let clear = 256
  for (position, index) in indices.enumerated() {
    if position % 250 == 0 { put(clear) }
    put(index)
  }
  put(257)
  if count > 0 { bytes.append(UInt8(held & 255)) }
  return bytes
}

extension Array {
  fileprivate func chunked(_ size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
  }
}
