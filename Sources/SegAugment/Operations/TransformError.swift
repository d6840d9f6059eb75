import SegBasics
import SegImaging

/// A sample an operation is not defined for.
public indirect enum TransformError: SegError {
  /// What went wrong in an operation, which is named as it was written.
  case failed(String, TransformError)
  /// The operation takes pictures of other numbers of channels.
  case unsupportedChannels(Int, supported: String)
  /// The result would have more pixels than a picture may have.
  case tooLarge(PixelSize, limit: Int)
  /// A rectangle that is not inside the picture.
  case outside(PixelBox, size: PixelSize)
  /// A colour to fill with that has another number of values than the picture has channels.
  case badFill(values: Int, channels: Int)
  /// More rectangles would be erased than are kept in memory.
  case tooManyHoles(Int, limit: Int)
  /// A class index to fill with, or to look for, that the sample's label map cannot have.
  case unknownClass(Int, classes: Int, ignore: Int)
  /// A sample without a label map, where the operation looks at one.
  case noLabelMap
  /// A recorded draw that the operation cannot have made.
  case badDraw(String)
  /// What a policy drew is more than an operation takes, such as a shift of a huge picture.
  case notWithin(String)
  /// An operation that mixes samples has nowhere to find others.
  case noPartners
  /// The sample cannot be mixed, because it or its partner is a mixture of label maps already.
  case mixedTwice
  /// Mixing operations stand behind one another, too many for every partner to have partners.
  case tooManyMixings(Int)
  /// What is wrong with the partner.
  case inPartner(TransformError)
  /// There is no such sample among the partners, or it cannot be read.
  case noPartner(String, reason: String)
  /// A sample whose classes are to be told apart has no label map, or no class table.
  case noClasses
  /// A partner of another kind or size.
  case unlikePartner(String)
  /// An operation after normalizing, which comes last.
  case normalized
  /// Numbers of means or deviations that are not those of the channels.
  case wrongMeans(Int, channels: Int)
  /// Members of a foreign sample that would no longer fit the picture.
  case unmovableMembers([String], operations: [String])

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .badData }

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .failed(let operation, let error): "\(operation): \(error)"
    case .unsupportedChannels(let channels, let supported):
      "not defined for pictures of \(channels) channels, only for \(supported)"
    case .tooLarge(let size, let limit):
      "the result would have \(size) pixels; 1 to \(limit) are possible"
    case .outside(let box, let size):
      "\(box.width)x\(box.height) pixels at \(box.x), \(box.y) are not inside the picture of \(size)"
    case .badFill(let values, let channels):
      "a fill of \(values) values does not suit a picture of \(channels) channels"
    case .tooManyHoles(let count, let limit):
      "\(count) holes, more than \(limit); give a larger unit"
    case .unknownClass(let index, let classes, let ignore):
      "\(index) is no class of the sample: it has 0 to \(classes - 1), and \(ignore) for ignore"
    case .noLabelMap: "the sample has no label map to look for classes in"
    case .badDraw(let what): "what is recorded was not drawn by this operation: \(what)"
    case .notWithin(let what): "drawn was \(what)"
    case .noPartners: "there is no other sample to mix with; give some with --partners"
    case .mixedTwice: "a sample with two label maps cannot be mixed again; mixup must come last"
    case .tooManyMixings(let limit): "more than \(limit) operations that mix samples"
    case .inPartner(let error): "in the partner: \(error)"
    case .noPartner(let key, let reason): "partner \(key): \(reason)"
    case .noClasses: "there is no label map with a class table to take shares of"
    case .unlikePartner(let what): "the partner \(what)"
    case .normalized:
      "normalize makes a picture of float32, for other programs to read; nothing can follow it here"
    case .wrongMeans(let count, let channels):
      "\(count) means or deviations for a picture of \(channels) channels"
    case .unmovableMembers(let members, let operations):
      "\(operations.joined(separator: ", ")) would not move \(members.map { "." + $0 }.joined(separator: ", "))"
        + " with the image; --drop-extras leaves such members out"
    }
  }
}
