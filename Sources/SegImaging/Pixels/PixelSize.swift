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

  /// Reads a size as it is written on the command line, such as `128x96`; nil for anything else.
  public init?(_ text: some StringProtocol) {
    let edges = text.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    guard edges.count == 2, edges.allSatisfy({ (1...65535).contains($0) }) else { return nil }
    self.init(width: edges[0], height: edges[1])
  }

  /// As it is written on the command line.
  public var description: String { "\(width)x\(height)" }
}
