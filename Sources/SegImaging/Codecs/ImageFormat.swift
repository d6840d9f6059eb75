/// A picture format, told by its first bytes and never by a file's name.
public enum ImageFormat: String, Sendable, CaseIterable {
  /// Portable Network Graphics.
  case png
  /// JPEG (JFIF, Exif, Adobe).
  case jpeg
  /// TIFF 6.0 and BigTIFF.
  case tiff
  /// GIF87a and GIF89a; only read, and only the first frame.
  case gif

  /// The name in messages.
  public var name: String { rawValue.uppercased() }

  /// The usual ending of file names, without the dot.
  public var fileExtension: String {
    switch self {
    case .png: "png"
    case .jpeg: "jpg"
    case .tiff: "tif"
    case .gif: "gif"
    }
  }
}
