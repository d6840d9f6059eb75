import SegImaging
import SegMasks
import SegSamples
import Testing

@Suite struct ColorizingTests {
  private let table = ClassTable([
    .init("sky", color: RGBColor(10, 20, 30)), .init("road", color: RGBColor(200, 100, 0)),
  ])

  private func map(_ values: [UInt8], width: Int) -> LabelMap {
    .uint8(Raster(height: values.count / width, width: width, channels: 1, values: values))
  }

  private func values(_ image: Image) -> [UInt8] { image.convertedToRGB8().values }

  @Test func classesIgnoreAndUnknownValues() {
    let drawn = colorize(map([0, 1, 255, 15], width: 2), classes: table)
    #expect(drawn.size == PixelSize(width: 2, height: 2))
    // 15 is not in the table: the colour of VOC's person.
    #expect(values(drawn) == [10, 20, 30, 200, 100, 0, 224, 224, 192, 192, 128, 128])
  }

  /// The first colours of VOC's own palette, as in its masks.
  @Test func withoutATable() {
    let drawn = colorize(map([0, 1, 2, 20], width: 4), classes: nil)
    #expect(values(drawn) == [0, 0, 0, 128, 0, 0, 0, 128, 0, 0, 64, 128])
  }

  /// 255 is a class of a 16-bit map, unless the table has too few classes for that.
  @Test func ignoreOfWideMaps() {
    let wide = LabelMap.uint16(Raster(height: 1, width: 2, channels: 1, values: [255, 65535]))
    let many = ClassTable((0..<300).map { .init("c\($0)", color: RGBColor(1, 2, UInt8($0 % 250))) })
    #expect(values(colorize(wide, classes: many)) == [1, 2, 5, 224, 224, 192])
    #expect(values(colorize(wide, classes: table)) == [224, 224, 192, 224, 224, 192])
    // An 8-bit map has no class 255, whatever the table has.
    #expect(values(colorize(map([255], width: 1), classes: many)) == [224, 224, 192])
  }

  @Test func overlayBlendsAndStrengthensBoundaries() {
    let gray = Image.uint8(Raster(height: 1, width: 4, channels: 1, filledWith: 100))
    let labels = map([0, 0, 1, 1], width: 4)
    let half = values(overlay(gray, labelMap: labels, classes: table, opacity: 0.5))
    // Inside 128 of 256 parts; at the boundary 256 - 128 * 3 / 8 = 208.
    #expect(half == [55, 60, 65, 27, 35, 43, 181, 100, 19, 150, 100, 50])
    let full = overlay(gray, labelMap: labels, classes: table, opacity: 1)
    #expect(full == colorize(labels, classes: table))
    let inside = overlay(
      gray, labelMap: map([1, 1, 1, 1], width: 4), classes: table, opacity: 0)
    #expect(values(inside) == [UInt8](repeating: 100, count: 12))
  }

  @Test func shownColors() {
    let wide = Image.uint16(
      Raster(height: 1, width: 4, channels: 1, values: [0, 128, 129, 65535]))
    #expect(values(wide) == [0, 0, 0, 0, 0, 0, 1, 1, 1, 255, 255, 255])
    let four = Image.uint8(Raster(height: 1, width: 1, channels: 4, values: [1, 2, 3, 4]))
    #expect(values(four) == [1, 2, 3])
    let two = Image.uint8(Raster(height: 1, width: 1, channels: 2, values: [7, 9]))
    #expect(values(two) == [7, 7, 7])
  }
}
