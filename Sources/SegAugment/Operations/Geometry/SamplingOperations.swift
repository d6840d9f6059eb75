extension OperationCatalog {
  /// Those of the geometric operations that sample pixels anew.
  static let samplingOperations: [any Operation.Type] = [
    Affine.self, Rotate.self, Scale.self, Shear.self, Shift.self, Zoom.self, ZoomRandom.self,
    Perspective.self, Skew.self, Elastic.self, ElasticGrid.self, GridDistortion.self,
    RandomDistortion.self, OpticalDistortion.self, ThinPlate.self,
  ]
}
