import SegImaging
import SegSamples

/// The classes of a sheet with their colours and shares of all label-map pixels.
struct Legend {
  /// Large tables list only what occurs, and of that no more than these.
  static let maximumEntries = 96
  /// Tables up to this size are listed whole, with the classes that do not occur.
  static let wholeTableLimit = 32

  /// The classes listed, by index.
  let entries: [ClassArea]
  /// Pixels of all label maps, those of classes that are not listed included.
  let total: Int
  /// Classes that occur but are not listed.
  let unlisted: Int
  /// How many samples are counted.
  let heading: String
  /// The measures of the sheet.
  let metrics: SheetMetrics

  init(_ samples: [SampleTiles], metrics: SheetMetrics) {
    self.metrics = metrics
    var pixels: [ClassArea.Label: Int] = [:]
    for table in Set(samples.compactMap(\.classes))
    where table.entries.count <= Self.wholeTableLimit {
      for (index, entry) in table.entries.enumerated() {
        pixels[ClassArea.Label(index: index, name: entry.name, color: entry.color)] = 0
      }
    }
    for area in samples.flatMap(\.areas) { pixels[area.label, default: 0] += area.pixels }
    total = pixels.values.reduce(0, +)
    let byShare = pixels.map { ClassArea(label: $0.key, pixels: $0.value) }.sorted {
      ($1.pixels, $0.label.index, $0.label.name) < ($0.pixels, $1.label.index, $1.label.name)
    }
    entries = byShare.prefix(Self.maximumEntries).sorted {
      ($0.label.index, $0.label.name) < ($1.label.index, $1.label.name)
    }
    unlisted = byShare.count - entries.count
    let masked = samples.count { $0.masks != nil }
    let part = masked < samples.count ? "\(masked) of " : ""
    heading = part + count(samples.count, "sample") + " with a mask"
  }
}

/// A number and its noun: `1 class`, `3 classes`.
func count(_ number: Int, _ noun: String) -> String {
  number == 1 ? "1 \(noun)" : "\(number) \(noun)\(noun.hasSuffix("s") ? "es" : "s")"
}
