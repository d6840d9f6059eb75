import SegBasics
import SegImaging
import SegSamples

/// The values of label maps whose classes are not known yet, with the first pixel that has each.
///
/// A sample may come without a class table before one that has it; its values are checked then, whatever
/// the order. At most one entry for each value there can be.
struct LabelValues: Sendable {
  /// Where a value was seen first.
  private struct Place: Sendable {
    let x: Int
    let y: Int
    var path: String?
    var sample: String?
  }

  private var places: [Int: Place] = [:]

  /// No values yet.
  init() {}

  /// The values of a label map, but for what stands for ignore with any table.
  init(_ labelMap: LabelMap) {
    func collect<Scalar>(_ raster: Raster<Scalar>) {
      var seen = [Bool](repeating: false, count: Int(Scalar.max) + 1)
      seen[Int(Scalar.max)] = true
      for (position, value) in raster.values.enumerated() where !seen[Int(value)] {
        seen[Int(value)] = true
        places[Int(value)] = Place(x: position % raster.width, y: position / raster.width)
      }
    }
    switch labelMap {
    case .uint8(let raster): collect(raster)
    case .uint16(let raster): collect(raster)
    }
  }

  /// Adds the values of a sample's label map that were not seen before.
  mutating func add(_ other: LabelValues, path: String, sample: String) {
    places.merge(
      other.places.mapValues { place in
        var place = place
        place.path = path
        place.sample = sample
        return place
      }, uniquingKeysWith: { first, _ in first })
  }

  /// Checks the values against the table, now that it is known.
  ///
  /// - Throws: `Located` `SampleError.unknownClass` for the lowest value that is no class.
  func check(_ classes: ClassTable) throws {
    let unknown = places.keys.filter {
      $0 >= classes.entries.count && $0 != classes.ignoreIndex
    }.min()
    guard let unknown, let place = places[unknown] else { return }
    throw Located(
      SampleError.unknownClass(unknown, x: place.x, y: place.y, classes: classes),
      path: place.path, sample: place.sample)
  }
}
