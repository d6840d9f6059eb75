import SegBasics
import SegImaging
import SegSamples

/// What can be wrong with a mask.
public enum MaskError: SegError {
  /// A pixel has a value that no trimap has.
  case notATrimapValue(Int, x: Int, y: Int)
  /// The encoding needs a class table the sample does not have.
  case needsClassTable(MaskEncoding)
  /// The class table is not one of the trimap policies.
  case notTrimapTable(ClassTable)
  /// A pixel of a gray mask has a colour.
  case notGray(x: Int, y: Int)
  /// A pixel has a colour that no class has.
  case unknownColor(RGBColor, x: Int, y: Int)
  /// Two classes have one colour.
  case sameColor(String, String)
  /// The mask is a JPEG, and its colours are to stand for classes.
  case lossyColors
  /// The encoding is not decoded.
  case unsupportedEncoding(MaskEncoding)

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .notATrimapValue(let value, let x, let y):
      "pixel (\(x), \(y)) has value \(value), but a trimap has 1 (pet), 2 (background) and "
        + "3 (border) only"
    case .needsClassTable(let encoding):
      "a mask of encoding \(encoding.rawValue) needs a class table (the field \"classes\")"
    case .notTrimapTable(let table):
      "class table \(table) is no trimap policy; use oxford-pet/classes, /binary or /pet"
    case .notGray(let x, let y):
      "pixel (\(x), \(y)) has a color, but the mask is to be gray; a mask of colors is rgb"
    case .unknownColor(let color, let x, let y):
      "pixel (\(x), \(y)) has the color (\(color.red), \(color.green), \(color.blue)), "
        + "which no class has"
    case .sameColor(let first, let second):
      "classes \(first) and \(second) have one color, so that it tells neither"
    case .lossyColors: "a JPEG changes colors, and classes cannot be told from them"
    case .unsupportedEncoding(let encoding):
      "masks of encoding \(encoding.rawValue) are not decoded yet"
    }
  }
}
