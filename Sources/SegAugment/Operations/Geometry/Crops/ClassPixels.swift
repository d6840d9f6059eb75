import SegBasics
import SegImaging
import SegSamples

/// Draws pixels of a label map by their class.
struct ClassPixels {
  private let labelMap: LabelMap
  /// Pixels of each index; none of the ignore index.
  private let counts: [Int]

  init(of labelMap: LabelMap) {
    self.labelMap = labelMap
    var counts = labelMap.histogram()
    counts[labelMap.ignoreIndex] = 0
    self.counts = counts
  }

  /// One of the classes that occur, each as likely.
  func draw(oneOf classes: [Int], from random: inout RandomStream) -> Int? {
    let present = classes.filter { $0 < counts.count && counts[$0] > 0 }
    return present.isEmpty ? nil : present[random.integer(in: 0...(present.count - 1))]
  }

  /// One of the classes that occur, with weights inverse to their pixels.
  func drawRare(from random: inout RandomStream) -> Int? {
    let present = counts.indices.filter { counts[$0] > 0 }
    var left = random.uniform(0, present.reduce(0) { $0 + 1 / Double(counts[$1]) })
    for index in present {
      left -= 1 / Double(counts[index])
      if left < 0 { return index }
    }
    return present.last
  }

  /// One of the pixels of a class, each as likely.
  ///
  /// - Precondition: The class occurs.
  func drawPixel(of index: Int, from random: inout RandomStream) -> (x: Int, y: Int) {
    let number = random.integer(in: 0...(counts[index] - 1))
    let position =
      switch labelMap {
      case .uint8(let raster): Self.position(of: number, in: raster.values, UInt8(index))
      case .uint16(let raster): Self.position(of: number, in: raster.values, UInt16(index))
      }
    return (position % labelMap.width, position / labelMap.width)
  }

  /// Where the value occurs for the `number`th time, from 0.
  private static func position<Scalar: Equatable>(
    of number: Int, in values: [Scalar], _ value: Scalar
  ) -> Int {
    values.withUnsafeBufferPointer { values in
      var left = number
      // Whole blocks are counted, which is fast, and only the one it stands in is searched.
      let block = 4096
      var start = 0
      while start < values.count {
        let end = min(start + block, values.count)
        var count = 0
        for position in start..<end { count += values[position] == value ? 1 : 0 }
        if left < count { break }
        left -= count
        start = end
      }
      for position in start..<values.count where values[position] == value {
        if left == 0 { return position }
        left -= 1
      }
      preconditionFailure("the value occurs less often than counted")
    }
  }
}

extension Canvas {
  /// Checks that the sample can have pixels of a class.
  ///
  /// - Throws: ``TransformError/unknownClass(_:classes:ignore:)``.
  func requireClass(_ index: Int, in labelMap: LabelMap) throws(TransformError) {
    let found = try self.index(of: .index(index), in: labelMap)
    guard found != labelMap.ignoreIndex else {
      throw .unknownClass(
        index, classes: classes?.entries.count ?? labelMap.ignoreIndex,
        ignore: labelMap.ignoreIndex)
    }
  }
}
