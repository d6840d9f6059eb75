import Testing

@testable import SegImaging

@Suite struct CodecLogTests {
  @Test func newestWarningIsKeptBeyondTheFirst() throws {
    let log = try CodecLog(.tiff)
    #expect(log.lastWarning == "")
    for index in 1...10 { log.warn("warning \(index)") }
    #expect(log.lastWarning == "warning 10")
    #expect(log.warnings.count == 9 && log.warnings.last == "TIFF: 2 more warnings")
  }
}
