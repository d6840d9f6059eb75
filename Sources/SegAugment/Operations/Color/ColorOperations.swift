extension OperationCatalog {
  /// Change colours, sample by sample or pixel by pixel.
  static let colorOperations: [any Operation.Type] = [
    ColorJitter.self, BrightnessContrast.self, Brightness.self, Contrast.self, Saturation.self,
    Hue.self, Gamma.self,
    PrincipalColors.self, Grayscale.self, Invert.self, Solarize.self, Posterize.self,
    Equalize.self, AutoContrast.self, CLAHE.self, Sharpness.self, ChannelShuffle.self,
    ChannelDrop.self, RGBShift.self, HueSaturationValue.self, Normalize.self,
  ]
}
