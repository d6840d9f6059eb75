import SegBasics
import SegImaging

/// `(v / 255 − mean) / std`, as float32: what a network wants to see.
///
/// torchvision's Normalize after a conversion to 0...1; 16-bit pictures are divided by 65535. What
/// comes out is an array for other programs to read, so nothing can follow. `image` takes the mean
/// and the standard deviation of each channel of the picture itself.
struct Normalize: Operation {
  static let specification = OperationSpecification(
    name: "normalize", summary: "makes a picture of float32, (v/255 - mean) / std; comes last",
    targets: [.image], mainParameter: "mean",
    parameters: [
      .init(
        "mean", "imagenet, image, or NUMBERS by /", standard: "imagenet",
        "of samples of 0..1, for all channels or each; image takes those of the picture"),
      .init(
        "std", "NUMBERS by /", standard: nil,
        "the same for the standard deviation, above 0; to be given with numbers for mean"),
    ],
    comesLast: true,
    examples: ["normalize", "normalize=image", "normalize=0.5:std=0.25"])

  private enum Source {
    case picture
    case numbers(means: [Double], deviations: [Double])
  }

  private let source: Source

  init(_ arguments: OperationArguments) throws(OperationError) {
    let mean = try arguments.requiredText("mean")
    let deviation = arguments.text("std")
    guard mean != "imagenet", mean != "image" else {
      if let deviation {
        throw arguments.refuse(deviation, "std", "numbers for mean beside it, not \(mean)")
      }
      source =
        mean == "image"
        ? .picture
        : .numbers(means: [0.485, 0.456, 0.406], deviations: [0.229, 0.224, 0.225])
      return
    }
    let expected = "numbers of -1000..1000, separated by /"
    let means = Self.numbers(mean)
    guard let means else { throw arguments.refuse(mean, "mean", "imagenet, image, or " + expected) }
    let deviations = Self.numbers(try arguments.requiredText("std"))
    guard let deviations, deviations.allSatisfy({ $0 >= 1e-6 }),
      means.count == deviations.count || means.count == 1 || deviations.count == 1
    else {
      throw arguments.refuse(
        deviation ?? "", "std", "as many as means or one, each of 0.000001..1000, separated by /")
    }
    source = .numbers(means: means, deviations: deviations)
  }

  private static func numbers(_ text: String) -> [Double]? {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Double($0) }
    let known = numbers.compactMap { $0 }.filter { abs($0) <= 1000 }
    return known.count == numbers.count && numbers.count <= 16 ? known : nil
  }

  func draw(from random: inout RandomStream, for canvas: inout Canvas) -> NothingDrawn { .init() }

  func apply(_ drawn: NothingDrawn, to canvas: inout Canvas) throws(TransformError) {
    switch source {
    case .picture: canvas.normalization = Normalization(of: canvas.image)
    case .numbers(let means, let deviations):
      let channels = canvas.channels
      for count in [means.count, deviations.count] where count != 1 && count != channels {
        throw .wrongMeans(count, channels: channels)
      }
      func each(_ numbers: [Double]) -> [Double] {
        numbers.count == 1 ? Array(repeating: numbers[0], count: channels) : numbers
      }
      canvas.normalization = Normalization(means: each(means), deviations: each(deviations))
    }
  }
}
