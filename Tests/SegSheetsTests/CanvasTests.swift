import SegImaging
import Testing

@testable import SegSheets

@Suite struct CanvasTests {
  private let white = RGBColor(255, 255, 255)

  /// Text at a whole multiple is the same text, each dot a square, but for the smoothed joints.
  @Test(arguments: [2, 3, 4])
  func enlargedTextHasTheSameDots(scale: Int) {
    let text = "Kg%8"
    var small = Canvas(PixelSize(width: 26, height: 12), background: RGBColor(0, 0, 0))
    small.draw(text, x: 1, y: 1, scale: 1, color: white)
    var large = Canvas(
      PixelSize(width: 26 * scale, height: 12 * scale), background: RGBColor(0, 0, 0))
    large.draw(text, x: scale, y: scale, scale: scale, color: white)
    for y in 0..<12 {
      for x in 0..<26 where small.pixels[y, x] == 255 {
        for v in 0..<scale {
          for u in 0..<scale {
            #expect(large.pixels[y * scale + v, x * scale + u] == 255)
          }
        }
      }
    }
    let inked = small.pixels.values.count { $0 == 255 }
    let full = large.pixels.values.count { $0 == 255 }
    #expect(full >= inked * scale * scale && full < inked * scale * scale * 5 / 4)
  }

  @Test func whatFallsOutsideIsCutOff() {
    var canvas = Canvas(PixelSize(width: 4, height: 3), background: RGBColor(0, 0, 0))
    let picture = Raster<UInt8>(height: 2, width: 2, channels: 3, filledWith: 9)
    canvas.place(picture, x: 3, y: 2)
    canvas.place(picture, x: -1, y: -1)
    canvas.place(picture, x: 40, y: 40)
    canvas.place(picture, x: -40, y: -40)
    canvas.draw("x", x: -3, y: -3, scale: 1, color: RGBColor(9, 9, 9))
    canvas.fill(Rectangle(x: 2, y: -5, width: 900, height: 5), white)
    let inked = (0..<12).filter { canvas.pixels.values[3 * $0] == 9 }
    #expect(inked == [0, 8, 11])
  }

  @Test func roundedCornersAreSymmetric() {
    var canvas = Canvas(PixelSize(width: 20, height: 20), background: RGBColor(0, 0, 0))
    canvas.fill(Rectangle(x: 0, y: 0, width: 20, height: 20), white, cornerRadius: 6)
    #expect(canvas.pixels[0, 0] == 0)
    #expect(canvas.pixels[0, 10] == 255 && canvas.pixels[10, 0] == 255)
    for y in 0..<20 {
      for x in 0..<20 {
        #expect(canvas.pixels[y, x] == canvas.pixels[19 - y, x])
        #expect(canvas.pixels[y, x] == canvas.pixels[x, y])
      }
    }
  }
}
