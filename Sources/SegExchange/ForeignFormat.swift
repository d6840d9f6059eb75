/// Forms in which other programs keep samples.
public enum ForeignFormat: String, Sendable, CaseIterable {
  /// A folder of NumPy archives, one a sample.
  case npz
  /// TensorFlow records of `tf.Example`, with the features of DeepLab.
  case tfrecord
  /// MosaicML streaming shards.
  case mds
  /// A folder as PASCAL VOC has it.
  case voc
  /// Pictures and one COCO annotation file.
  case coco

  /// The name in messages.
  public var name: String {
    switch self {
    case .npz: "NPZ"
    case .tfrecord: "TFRecord"
    case .mds: "MDS"
    case .voc: "VOC"
    case .coco: "COCO"
    }
  }
}
