import SegAugment
import SegBasics
import Testing

@Suite struct PipelineSyntaxTests {
  @Test(arguments: [
    "hflip", "hflip=0.3", "hflip:p=1", "resize=128x96", "resize=256",
    "resize=256:max=400,filter=area", "resize:size=4x4,filter=nearest-exact", "jitter",
    "jitter:brightness=0.3,contrast=0.8..1.2,hue=-0.1..0.2,p=0.5",
  ])
  func isRead(word: String) throws { _ = try Pipeline([word]) }

  @Test(arguments: [
    ("hflop", "did you mean hflip"), ("hflip:q=1", "hflip has no parameter q"),
    ("hflip:p=2", "p=2: expected a number of 0..1"), ("hflip:p", "p is no key=value"),
    ("hflip:p=1,p=1", "p is given twice"), ("resize", "resize needs size"),
    ("resize=0x4", "size=0x4"), ("resize=4x4x4", "size=4x4x4"), ("resize=70000", "size=70000"),
    ("resize=4x4:filter=lanczos", "filter=lanczos: expected bilinear"),
    ("jitter=1", "no main parameter"),
    ("jitter:hue=0.6", "hue=0.6"), ("jitter:brightness=-1", "brightness=-1"),
    ("jitter:contrast=2..1", "contrast=2..1"), ("jitter:contrast=nan", "contrast=nan"),
  ])
  func isRefused(word: String, message: String) {
    let error = #expect(throws: OperationError.self) { try Pipeline([word]) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    #expect(error?.exitStatus == .usage)
  }

  @Test func wordsAreOperationsUntilTheFirstThatIsNot() throws {
    let split = try Pipeline.split(["resize=4x4", "hflip", "a.tar", "hflip"]) { _ in true }
    #expect(split.operations == ["resize=4x4", "hflip"])
    #expect(split.inputs == ["a.tar", "hflip"])
    #expect(throws: OperationError.unknownOperation("hfilp", nearest: "hflip")) {
      try Pipeline.split(["hfilp", "a.tar"]) { $0 == "a.tar" }
    }
  }

  @Test(
    arguments: [("rezise", "resize"), ("jiter", "jitter"), ("zzzzzz", nil)] as [(String, String?)])
  func nearest(word: String, name: String?) {
    #expect(nearestName(to: word, in: ["hflip", "jitter", "resize"]) == name)
  }
}
