import SegAugment
import SegBasics
import SegCommandLine
import SegSamples

/// What becomes of partners that cannot be read: the run's own samples must not suffer for them.
///
/// With `--on-error fail`, they are errors of the sample that drew them; else another partner is drawn, and
/// each broken one is named once.
struct BrokenPartners: Sendable {
  private let areLeftOut: Bool
  private let warnings: WarnOnce

  /// More in a row means that there is hardly a whole one.
  private static let tries = 16

  init(areLeftOut: Bool, isQuiet: Bool = false) {
    self.areLeftOut = areLeftOut
    warnings = WarnOnce(isQuiet: isQuiet)
  }

  /// Draws until a partner can be read.
  ///
  /// - Parameter draw: Draws one and reads it, with random numbers of its own each time.
  /// - Throws: ``TransformError``: that of the first, or that of the last of many.
  func drawing(_ draw: () throws(TransformError) -> Sample) throws(TransformError) -> Sample {
    for _ in 1..<Self.tries where areLeftOut {
      do throws(TransformError) {
        return try draw()
      } catch {
        warnings.warn("\(error); another is taken")
      }
    }
    return try draw()
  }
}
