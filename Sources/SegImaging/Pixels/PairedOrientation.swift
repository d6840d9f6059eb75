/// Whether an image is turned by its Exif orientation before it is used with its mask.
///
/// Masks have no orientation of their own. Most data sets were annotated on the stored pixels, some
/// on the picture as viewers show it: the mask's size tells which.
public struct PairedOrientation: Sendable, Equatable {
  /// The orientation to give to ``Image/oriented(_:)``: the image's own, or 1 when it is not applied.
  public let orientation: Int
  /// Why the answer may be wrong; nil when it is certain.
  public let warning: String?

  /// True when the image must be turned.
  public var applies: Bool { orientation != 1 }

  /// Decides for an image and its mask.
  ///
  /// Without a mask the orientation is applied. A mask of the stored size: not applied; of the turned
  /// size only: applied. When both sizes are equal (a square, or orientations 2, 3 and 4) the mask
  /// cannot tell: not applied, with a warning. A mask of neither size: not applied; that the sizes
  /// differ is for the caller to report.
  ///
  /// - Parameters:
  ///   - stored: The size of the image as stored.
  ///   - orientation: The image's orientation; one that is not of `1...8` counts as 1.
  ///   - mask: The size of the mask; nil when there is none.
  public init(stored: PixelSize, orientation: Int, mask: PixelSize?) {
    let orientation = (1...8).contains(orientation) ? orientation : 1
    let swaps = orientation >= 5
    let turned =
      swaps ? PixelSize(width: stored.height, height: stored.width) : stored
    if orientation == 1 || mask == nil || (mask == turned && mask != stored) {
      self.orientation = orientation
      warning = nil
      return
    }
    self.orientation = 1
    guard mask == stored && turned == stored else {
      warning = nil
      return
    }
    let reason = swaps ? "the picture is square" : "the size stays the same"
    warning = "Exif orientation \(orientation) is not applied: \(reason), so the mask's cannot tell"
  }
}
