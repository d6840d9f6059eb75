import SegBasics
import SystemPackage
import Testing

@Suite struct LocatedTests {
  private let tooLarge = FileTooLarge(size: 3, limit: 2)

  @Test func placeIsPrintedBeforeTheFailure() {
    let error = #expect(throws: Located.self) {
      try locating(path: "a.png", line: 4, sample: "k") { throw tooLarge }
    }
    #expect(
      error?.description
        == "a.png: line 4: sample k: the file has 3 bytes, more than the limit of 2")
  }

  @Test func innerPlaceStaysAndMissingPartsAreFilledIn() {
    #expect(throws: Located(tooLarge, path: "inner", sample: "k")) {
      try locating(path: "outer", sample: "k") { try locating(path: "inner") { throw tooLarge } }
    }
  }

  /// A failed system call names its file itself.
  @Test func systemErrorsKeepTheirPath() {
    let failure = SystemError(.open, "mask.png", .noSuchFileOrDirectory)
    let error = #expect(throws: Located.self) {
      try locating(path: "image.jpg", sample: "k") { throw failure }
    }
    #expect(error?.description == "sample k: mask.png: cannot open: No such file or directory")
    #expect(error?.exitStatus == .noInput)
  }
}
