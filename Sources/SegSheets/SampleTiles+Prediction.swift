import SegImaging
import SegMasks
import SegSamples

extension SampleTiles {
  /// Draws the tiles of a prediction: picture, true label map, predicted label map.
  ///
  /// The legend counts the true classes, so that the sheets of all epochs are of one size. Pixels
  /// that are ignored in the truth are drawn as predicted.
  ///
  /// - Parameters:
  ///   - key: Becomes the caption.
  ///   - image: RGB, `[H, W, 3]`.
  ///   - truth: `[H, W]`.
  ///   - prediction: `[H, W]`.
  ///   - classes: The class table.
  ///   - style: Size of the tiles.
  /// - Precondition: All three have one size.
  public init(
    key: String, image: Raster<UInt8>, truth: LabelMap, prediction: LabelMap, classes: ClassTable,
    style: SheetStyle
  ) {
    let picture = Image.uint8(image)
    precondition(
      picture.size == truth.size && truth.size == prediction.size,
      "\(picture.size), \(truth.size) and \(prediction.size) pixels side by side")
    func draw(_ labelMap: LabelMap) -> Raster<UInt8> {
      colorize(labelMap.fitted(in: style.tile), classes: classes).convertedToRGB8()
    }
    self.init(
      key: key, size: picture.size, image: picture.fitted(in: style.tile).convertedToRGB8(),
      masks: Masks(colorized: draw(truth), overlay: draw(prediction)), classes: classes,
      areas: truth.areas(classes: classes))
  }

  /// Puts drawn tiles together.
  private init(
    key: String, size: PixelSize, image: Raster<UInt8>, masks: Masks, classes: ClassTable,
    areas: [ClassArea]
  ) {
    self.key = key
    self.size = size
    self.image = image
    self.masks = masks
    self.classes = classes
    self.areas = areas
  }
}
