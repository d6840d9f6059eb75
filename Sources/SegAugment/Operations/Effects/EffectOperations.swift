extension OperationCatalog {
  /// Change a picture as lenses, sensors, codecs and weather do.
  static let effectOperations: [any Operation.Type] = [
    GaussianBlur.self, BoxBlur.self, MedianBlur.self, MotionBlur.self,
    GaussianNoise.self, Speckle.self, SaltAndPepper.self, ISONoise.self,
    JPEGArtefacts.self, Downscale.self, Shadow.self, Fog.self,
  ]
}
