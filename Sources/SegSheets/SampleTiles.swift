import SegBasics
import SegImaging
import SegMasks
import SegSamples

/// What a contact sheet shows of one sample: small pictures, a caption, and its classes.
public struct SampleTiles: Sendable {
  /// Label map in colours, and laid over the picture; each `[H, W, 3]`.
  struct Masks: Sendable {
    var colorized: Raster<UInt8>
    var overlay: Raster<UInt8>
  }

  /// The key, which becomes the caption.
  let key: String
  /// The size before it was fitted into the tile.
  let size: PixelSize
  /// The picture, `[H, W, 3]`, at most as large as the tile.
  let image: Raster<UInt8>
  /// Nil for a sample without a label map.
  let masks: Masks?
  /// The class table, if there is one.
  let classes: ClassTable?
  /// Pixels of the label map at its full size.
  let areas: [ClassArea]

  /// Draws the tiles of a decoded sample.
  ///
  /// - Parameters:
  ///   - sample: Picture and label map in memory; a mixed sample's second label map is not shown.
  ///   - style: Size of the tiles and opacity of the overlay.
  /// - Throws: ``SegSamples/SampleError/sizeMismatch(image:labelMap:)``.
  /// - Precondition: The sample is decoded.
  public init(_ sample: Sample, style: SheetStyle) throws(SampleError) {
    guard case .pixels(let picture) = sample.image else {
      preconditionFailure("sample \(sample.key) is not decoded")
    }
    key = sample.key
    size = picture.size
    classes = sample.metadata.classes
    // Shown colours are 8-bit: converting the small picture is cheaper than the large one.
    let small = picture.fitted(in: style.tile)
    image = small.convertedToRGB8()
    guard case .indices(let labelMap) = sample.labelMap else {
      precondition(sample.labelMap == nil, "the label map of \(sample.key) is not decoded")
      masks = nil
      areas = []
      return
    }
    guard labelMap.size == picture.size else {
      throw .sizeMismatch(image: picture.size, labelMap: labelMap.size)
    }
    let smallMap = labelMap.fitted(in: style.tile)
    masks = Masks(
      colorized: colorize(smallMap, classes: classes).convertedToRGB8(),
      overlay: overlay(small, labelMap: smallMap, classes: classes, opacity: style.opacity)
        .convertedToRGB8())
    areas = labelMap.areas(classes: classes)
  }
}
