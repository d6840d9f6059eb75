/// The shape of one sample of a feature map: `[H, W, C]`.
public struct FeatureShape: Sendable, Hashable, CustomStringConvertible {
  /// Rows.
  public let height: Int
  /// Columns.
  public let width: Int
  /// Channels; they lie next to one another in memory.
  public let channels: Int

  /// Names the three extents.
  public init(height: Int, width: Int, channels: Int) {
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// Positions: `H · W`.
  public var pixels: Int { height * width }
  /// Numbers in one sample: `H · W · C`.
  public var count: Int { pixels * channels }
  /// Printed as `HxWxC`.
  public var description: String { "\(height)x\(width)x\(channels)" }
}
