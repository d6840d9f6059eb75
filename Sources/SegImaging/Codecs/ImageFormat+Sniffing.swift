extension ImageFormat {
  /// The format whose signature the bytes begin with; nil when it is none that is read.
  ///
  /// A file's name is never asked: pictures called `.jpg` that hold PNG or GIF are common.
  public init?(sniffing bytes: some Collection<UInt8>) {
    let start = Array(bytes.prefix(8))
    if start == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] {
      self = .png
    } else if start.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if start.starts(with: "GIF87a".utf8) || start.starts(with: "GIF89a".utf8) {
      self = .gif
    } else if TIFFByteOrder.signatures.contains(where: { start.starts(with: $0) }) {
      self = .tiff
    } else {
      return nil
    }
  }
}

/// What bytes that are no picture look like, such as `a gzip file`; nil when nothing is known of them.
///
/// For the message of ``ImageError/notAnImage(looksLike:)``.
public func contentKind(of bytes: some Collection<UInt8>) -> String? {
  let start = Array(bytes.prefix(512))
  if let kind = signatures.first(where: { start.starts(with: $0.bytes) })?.kind { return kind }
  if start.count >= 262 && start[257..<262].elementsEqual("ustar".utf8) { return "a tar archive" }
  if start.count >= 12 && start.starts(with: "RIFF".utf8)
    && start[8..<12].elementsEqual("WEBP".utf8)
  {
    return "a WebP picture"
  }
  if start.count >= 12 && start[4..<8].elementsEqual("ftyp".utf8) {
    return "an MP4, HEIC or AVIF file"
  }
  return textKind(of: start)
}

private let signatures: [(bytes: [UInt8], kind: String)] = [
  ([0x00, 0x05, 0x16, 0x07], "an AppleDouble file (the ._ twin that macOS writes)"),
  ([0x00, 0x05, 0x16, 0x00], "an AppleSingle file"),
  ([0x1F, 0x8B], "a gzip file"),
  ([0x50, 0x4B, 0x03, 0x04], "a zip file"),
  (Array("BZh".utf8), "a bzip2 file"),
  ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "an xz file"),
  ([0x28, 0xB5, 0x2F, 0xFD], "a zstd file"),
  (Array("MATLAB 5.0 MAT-file".utf8), "a MAT-file"),
  ([0x93] + Array("NUMPY".utf8), "an npy array"),
  ([0x89] + Array("HDF\r\n".utf8), "an HDF5 file"),
  (Array("%PDF-".utf8), "a PDF file"),
  ([0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50, 0x20, 0x20], "a JPEG 2000 picture"),
  (Array("BM".utf8), "a BMP picture"),
]

private func textKind(of start: [UInt8]) -> String? {
  let isText = start.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) }
  guard isText, !start.isEmpty else {
    return start.contains { $0 != 0 } || start.isEmpty ? nil : "zero bytes"
  }
  let marked = start.starts(with: [0xEF, 0xBB, 0xBF]) ? start.dropFirst(3) : start[...]
  let visible = marked.drop { $0 <= 0x20 }
  switch visible.first {
  case UInt8(ascii: "<"): return "HTML or XML"
  case UInt8(ascii: "{"), UInt8(ascii: "["): return "JSON"
  case UInt8(ascii: "P") where visible.dropFirst().first.map({ (0x31...0x36).contains($0) }) == true:
    return "a PBM, PGM or PPM picture"
  default: return "text"
  }
}
