import SegBasics
import SegTestSupport
import Testing

@testable import SegAugment

/// Pipelines that Albumentations itself saved: `fixtures/foreign/save_albumentations.py`.
@Suite struct AlbumentationsTests {
  private func words(_ file: String) throws -> [String] {
    try PolicyFile.words(in: try readFile(fixture("foreign/albumentations-\(file)")))
  }

  @Test(arguments: ["2.json", "2.yaml"])
  func versionTwo(file: String) throws {
    let read = try words(file)
    let expected = [
      "hflip", "oneof(median-blur:p=0.3|blur=auto:sigma=0.5..3,p=0.5|identity=0.7):p=0.4",
      "someof(2,jitter:brightness=0.8..1.2,contrast=0.8..1.2,saturation=0.8..1.2,hue=-0.1..0.1,p=0.5"
        + "|gamma:p=0.3|clahe:p=0.5)",
      "someof(1,grayscale=0.5|channel-shuffle=0.5):order=drawn,p=0.9",
      "oneof(rotate=-20..20:border=reflect,p=0.25"
        + "|all(scale:y=0.8..1.2"
        + "|affine=-10..10:shear=-5..5,shear-y=-5..5):p=0.75)",
      "all(pad=64x64:fill=1/2/3,mask-fill=255|crop=64x48:at=random,pad-if-needed=false)",
      "coarse-dropout:holes=2..4,height=3..9,fill=random,p=0.5",
      "brightness-contrast:brightness=-0.2..0.2,contrast=-0.2..0.2,p=0.2",
      "resize=128x96:filter=area",
    ]
    #expect(read == expected)
  }

  @Test func versionOne() throws {
    let deviation = 5.0 / 255
    let expected = [
      "hflip",
      "oneof(gaussian-noise=\(deviation)..\(deviation):mean=0..0,p=0.5|median-blur=3..5:p=0.2):p=0.4",
      "someof(2,gamma:p=0.5|clahe:p=0.1|grayscale=0.2)"
        + ":replace=true,weighted=true,order=drawn",
      "coarse-dropout:holes=2..4,height=12..12,width=9..9,fill=128,p=0.5",
      "resize=128x96:filter=linear",
    ]
    #expect(try words("1.json") == expected)
  }

  /// All that has no counterpart is named in one error.
  @Test func whatHasNoCounterpartIsNamed() throws {
    let error = #expect(throws: PolicyError.self) { try words("unmapped.json") }
    guard case .unmapped(let problems) = error else {
      Issue.record("\(error as Any)")
      return
    }
    let expected = [
      "transforms[0].transforms[0] RandomFog: there is no such operation; the nearest is fog",
      "transforms[0].transforms[1] GaussianBlur: blur: kernel=0..5: expected an odd number, or a range"
        + " low..high of such, within 1..99",
      "transforms[1].transforms[0].transforms[0] Rotate: crop_border=true has no counterpart, only false",
      "transforms[1].transforms[0].transforms[1] ToSepia: there is no such operation",
      "transforms[2] Affine: translate_px=a mapping has no counterpart, only null or 0",
      "transforms[2] Affine: rotate=[0.0, 10.0] must be the same either way",
    ]
    #expect(problems == expected)
    #expect(error?.exitStatus == .badData)
    #expect(error?.description.hasPrefix("6 things cannot be done as written: ") == true)
  }

  @Test(arguments: [
    (#"{"__class_fullname__": "NoSuch", "p": 1}"#, "transform NoSuch: there is no such operation"),
    (#"{"__class_fullname__": "OneOf", "p": 1}"#, "transform OneOf: there are no transforms"),
    (
      #"{"__class_fullname__": "HorizontalFlip", "p": 1, "q": [1]}"#,
      "transform HorizontalFlip: q=[1] has no counterpart"
    ),
    (
      #"{"__class_fullname__": "HorizontalFlip", "p": 3}"#,
      "transform HorizontalFlip: hflip: p=3: expected a number of 0..1"
    ),
    (
      #"{"__class_fullname__": "SomeOf", "n": 1e99, "transforms": []}"#,
      "transform SomeOf: n=1e99 is no count"
    ),
    (
      #"{"__class_fullname__": "OneOf", "p": 1, "transforms": ["#
        + #"{"__class_fullname__": "NoOp", "p": 0}]}"#,
      "oneof needs a child with p above 0"
    ),
    (#"{"__class_fullname__": "Posterize", "num_bits": "x"}"#, "num_bits=\"x\" is no range"),
  ])
  func isRefused(transform: String, message: String) throws {
    let text = #"{"__version__": "2.0.8", "transform": \#(transform)}"#
    let error = #expect(throws: PolicyError.self) { try PolicyFile.words(in: Array(text.utf8)) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }
}
