import SegBasics

/// What can be wrong with the bytes of a picture.
public enum ImageError: SegError {
  /// There are no bytes.
  case empty
  /// The first bytes belong to no picture format the toolkit reads; `looksLike` names what they are.
  case notAnImage(looksLike: String?)
  /// A picture format, or a variety of it, that is not read.
  case unsupported(ImageFormat, String)
  /// The data end too early, or are damaged; the library's own words.
  case damaged(ImageFormat, String)
  /// The picture is larger than the limits allow.
  case overLimit(ImageFormat, size: PixelSize, String)
  /// The page does not exist.
  case noPage(Int, pages: Int)
  /// The picture cannot be written in this format.
  case cannotEncode(ImageFormat, String)

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .empty: "the file is empty"
    case .notAnImage(let kind):
      "not a picture" + (kind.map { " but \($0)" } ?? "") + " (PNG, JPEG, TIFF and GIF are read)"
    case .unsupported(let format, let what): "\(format.name): \(what) is not supported"
    case .damaged(let format, let what): "\(format.name): damaged: \(what)"
    case .overLimit(let format, let size, let what):
      "\(format.name) of \(size) pixels is over the limit: \(what)"
    case .noPage(let page, let pages): "page \(page) does not exist; the file has \(pages)"
    case .cannotEncode(let format, let what): "cannot be written as \(format.name): \(what)"
    }
  }
}
