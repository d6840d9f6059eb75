// Stands in until the rest of the codecs branch is merged.
public func pairedOrientation(stored: PixelSize, orientation: Int, mask: PixelSize?)
  -> (isApplied: Bool, warning: String?)
{ (false, nil) }
