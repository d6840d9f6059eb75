/// Width and height in pixels; written `WIDTHxHEIGHT`, as on the command line.
public struct PixelSize: Sendable, Hashable, CustomStringConvertible {
  /// Columns.
  public var width: Int
  /// Rows.
  public var height: Int

  /// Width and height exchanged, as a quarter turn does.
  public var transposed: PixelSize { PixelSize(width: height, height: width) }

  /// A size in pixels.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// As it is written on the command line.
  public var description: String { "\(width)x\(height)" }
}
