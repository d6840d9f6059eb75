/// What stands outside a picture, where an operation looks beyond its edges.
public enum Border: Sendable, Hashable {
  /// One colour, and one class index in the label map.
  case constant(Fill, label: LabelFill)
  /// The pixel at the edge, again and again: 1 1 | 1 2 3 | 3 3.
  case replicate
  /// Mirrored without the pixel at the edge: 3 2 | 1 2 3 | 2 1.
  case reflect
  /// Mirrored with the pixel at the edge: 2 1 | 1 2 3 | 3 2.
  case symmetric

  /// Black, and the ignore index.
  public static let outside = Border.constant(.black, label: .ignore)
}

/// A colour to fill with.
public enum Fill: Sendable, Hashable {
  /// One value for each channel, or one for all, `0...255`; pictures of 16 bits take 257 times it.
  case color([UInt8])
  /// The mean of the picture, channel by channel, rounded.
  case mean

  /// 0 in every channel.
  public static let black = Fill.color([0])
}

/// What a label map is filled with.
public enum LabelFill: Sendable, Hashable {
  /// The ignore index.
  case ignore
  /// A class index the user names.
  case index(Int)
}
