/// Reads the first frame of a GIF.
struct GIFReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  /// The logical screen: the size of the picture.
  let size: PixelSize
  /// Bits of an index, `1...8`.
  let bitDepth: Int
  /// The colours of the frame: its own, else the global ones; at least one.
  let palette: [RGBColor]
  /// The index that the screen has where the frame does not reach.
  private let background: UInt8
  private let frame: Frame

  private struct Frame {
    var left = 0
    var top = 0
    var width = 0
    var height = 0
    var isInterlaced = false
    var minimumWidth = 0
    /// Of the first data sub-block.
    var data = 0
    var transparentIndex: UInt8?
  }

  init(_ bytes: UnsafeBufferPointer<UInt8>) throws(ImageError) {
    self.bytes = bytes
    var cursor = GIFCursor(bytes: bytes, offset: 6)
    var width = try cursor.word()
    var height = try cursor.word()
    let flags = try cursor.byte()
    let backgroundIndex = try cursor.byte()
    try cursor.skip(1)
    var globalColors: [RGBColor] = []
    if flags & 0x80 != 0 { globalColors = try cursor.colors(2 << Int(flags & 7)) }
    var frame = Frame()
    frame.transparentIndex = try cursor.skipToFrame()
    frame.left = try cursor.word()
    frame.top = try cursor.word()
    frame.width = try cursor.word()
    frame.height = try cursor.word()
    let frameFlags = try cursor.byte()
    frame.isInterlaced = frameFlags & 0x40 != 0
    var colors = globalColors
    if frameFlags & 0x80 != 0 { colors = try cursor.colors(2 << Int(frameFlags & 7)) }
    frame.minimumWidth = Int(try cursor.byte())
    guard (1...8).contains(frame.minimumWidth) else {
      throw .damaged(.gif, "code size \(frame.minimumWidth)")
    }
    guard frame.width > 0 && frame.height > 0 else {
      throw .damaged(.gif, "the first frame is empty")
    }
    frame.data = cursor.offset
    // Some writers leave the screen's size out, or let a frame reach beyond it.
    width = max(width, frame.left + frame.width)
    height = max(height, frame.top + frame.height)
    if colors.isEmpty {
      // No colours at all: the indices are shades of gray.
      colors = (0...255).map { RGBColor($0, $0, $0) }
    }
    size = PixelSize(width: width, height: height)
    palette = colors
    bitDepth = max(1, Int.bitWidth - (colors.count - 1).leadingZeroBitCount)
    background = frame.transparentIndex ?? (globalColors.isEmpty ? 0 : backgroundIndex)
    self.frame = frame
  }

  /// Width and height of the first frame.
  var frameSize: PixelSize { PixelSize(width: frame.width, height: frame.height) }

  /// True when the first frame gives every pixel of the screen.
  var coversScreen: Bool { frameSize == size }

  /// The indices of the screen, one a pixel.
  func indices(
    options: DecodeOptions, bytesPerPixel: Int
  ) throws(ImageError) -> (raster: Raster<UInt8>, warnings: [String]) {
    // A code of at least 3 bits stands for at most 4095 pixels.
    try options.check(
      .gif, size, bytesPerPixel: bytesPerPixel, fileBytes: bytes.count, pixelsPerByte: 16_384)
    var warnings: [String] = []
    var reader = GIFLZWReader(bytes, offset: frame.data)
    var pixels = [UInt8](repeating: background, count: frame.width * frame.height)
    let fault = pixels.withUnsafeMutableBufferPointer {
      reader.unpack(minimumWidth: frame.minimumWidth, into: $0)
    }
    if let fault {
      let text = "\(fault.fault); \(fault.written) of \(pixels.count) pixels were read"
      guard options.isLenient else { throw .damaged(.gif, text) }
      warnings.append("GIF: \(text)")
    } else if !reader.endsCleanly {
      guard options.isLenient else { throw .damaged(.gif, "the data end too early") }
      warnings.append("GIF: the data end too early")
    }
    return (placed(consume pixels), warnings)
  }

  /// The picture in colours.
  func decode(options: DecodeOptions) throws(ImageError) -> (image: Image, warnings: [String]) {
    var (raster, warnings) = try indices(options: options, bytesPerPixel: 4)
    let colors = palette
    if let highest = raster.values.max(), Int(highest) >= colors.count {
      warnings.append("GIF: index \(highest) has no colour, taken as black")
    }
    let table = colors + Array(repeating: RGBColor(0, 0, 0), count: 256 - colors.count)
    return (.uint8(raster.expanded(by: table)), warnings)
  }

  /// Puts the rows of the frame into their order and place.
  private func placed(_ pixels: consuming [UInt8]) -> Raster<UInt8> {
    if coversScreen && !frame.isInterlaced {
      return Raster(height: size.height, width: size.width, channels: 1, values: pixels)
    }
    var screen = Raster(
      height: size.height, width: size.width, channels: 1, filledWith: background)
    for (index, row) in rowOrder.enumerated() {
      let source = index * frame.width
      let target = (frame.top + row) * size.width + frame.left
      screen.values.replaceSubrange(
        target..<target + frame.width, with: pixels[source..<source + frame.width])
    }
    return screen
  }

  private var rowOrder: [Int] {
    guard frame.isInterlaced else { return Array(0..<frame.height) }
    return [(0, 8), (4, 8), (2, 4), (1, 2)].flatMap { first, step in
      Array(stride(from: first, to: frame.height, by: step))
    }
  }
}
