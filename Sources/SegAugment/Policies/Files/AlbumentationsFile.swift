/// Pipelines saved by `albumentations.save`, as words.
enum AlbumentationsFile {
  /// Whether a text holds such a pipeline.
  static func isOne(_ node: YAMLNode) -> Bool {
    node["transform"]?["__class_fullname__"] != nil
  }

  /// The words of a pipeline.
  ///
  /// - Throws: ``PolicyError``.
  static func words(in node: YAMLNode) throws(PolicyError) -> [String] { [] }
}
