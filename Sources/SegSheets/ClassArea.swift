import SegImaging
import SegMasks
import SegSamples

/// How many pixels are of one class, and how the class is shown.
struct ClassArea: Sendable, Equatable {
  /// What is counted together.
  struct Label: Sendable, Hashable {
    /// The value in the label map; ignored pixels of 8 and 16 bits count as one, at the end.
    var index: Int
    var name: String
    var color: RGBColor
    /// True for the pixels that are of no class.
    var isIgnored = false
  }

  var label: Label
  var pixels: Int
}

extension LabelMap {
  /// The values that occur, in rising order.
  func areas(classes: ClassTable?) -> [ClassArea] {
    let colors = colors(classes: classes)
    return histogram().enumerated().filter { $0.element > 0 }.map { value, pixels in
      let label =
        if isIgnored(value, classes: classes) {
          ClassArea.Label(index: .max, name: "ignore", color: .ignored, isIgnored: true)
        } else if let classes {
          ClassArea.Label(
            index: value,
            name: value < classes.entries.count
              ? classes.entries[value].name : "\(value) (not in the table)",
            color: colors[value])
        } else {
          ClassArea.Label(index: value, name: "class \(value)", color: colors[value])
        }
      return ClassArea(label: label, pixels: pixels)
    }
  }
}
