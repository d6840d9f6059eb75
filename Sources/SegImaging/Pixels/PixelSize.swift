/// Width and height in pixels; written `WIDTHxHEIGHT`, as on the command line.
public struct PixelSize: Sendable, Hashable, CustomStringConvertible {
  /// Columns.
  public var width: Int
  /// Rows.
  public var height: Int

  /// A size in pixels.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// The written form.
  public var description: String { "\(width)x\(height)" }
}
