/// What is wanted of the ancillary chunks of a PNG, found by walking the list of chunks.
///
/// libpng is told to ignore them: it would check and unpack them all.
struct PNGChunks {
  /// The orientation of the eXIf chunk, as found; nil when there is none.
  private(set) var orientation: Int?
  /// True when there is a tRNS chunk.
  private(set) var hasTransparency = false

  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    var offset = 8
    while bytes.count - offset >= 12 {
      let length = bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
      guard length <= bytes.count - offset - 12 else { return }
      let type = bytes[offset + 4..<offset + 8]
      if type.elementsEqual("tRNS".utf8) {
        hasTransparency = true
      } else if type.elementsEqual("eXIf".utf8) {
        let body = UnsafeBufferPointer(rebasing: bytes[offset + 8..<offset + 8 + length])
        if orientation == nil { orientation = tiffOrientation(body) }
      } else if type.elementsEqual("IEND".utf8) {
        return
      }
      offset += 12 + length
    }
  }
}
