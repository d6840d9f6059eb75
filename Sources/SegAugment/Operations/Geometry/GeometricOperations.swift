extension OperationCatalog {
  /// Move pixels, of picture and label map alike.
  static let geometricOperations: [any Operation.Type] =
    [
      HorizontalFlip.self, Resize.self, VerticalFlip.self, Transpose.self, QuarterTurns.self,
      SquareSymmetry.self, Crop.self, CropBox.self, RandomCrop.self, ClassCrop.self,
      RandomResizedCrop.self, Pad.self, Letterbox.self,
    ] + samplingOperations
}
