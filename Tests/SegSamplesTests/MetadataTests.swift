import SegImaging
import SegSamples
import Testing

/// Which `KEY.json` is the toolkit's own.
@Suite struct MetadataTests {
  private func decode(_ text: String) throws -> (metadata: SampleMetadata, key: String?) {
    try SampleMetadata.decode(Array(text.utf8))
  }

  @Test func ownFields() throws {
    let own = try decode(#"{"key":"k","source":"s","copy":1,"split":"val","meta":{"a":1}}"#)
    #expect(own.key == "k")
    #expect(own.metadata.source == "s" && own.metadata.copy == 1 && own.metadata.split == "val")
    #expect(own.metadata.meta == ["a": .integer(1)])
  }

  /// The fields img2dataset writes.
  @Test func foreignObjectsWithAKeyKeepTheirFields() throws {
    let foreign = try decode(
      #"{"url":"u","caption":"c","key":"000000012","status":"success","width":256,"source":"w"}"#)
    #expect(foreign.key == nil)
    #expect(foreign.metadata.source == nil)
    #expect(
      foreign.metadata.meta == [
        "url": .string("u"), "caption": .string("c"), "key": .string("000000012"),
        "status": .string("success"), "width": .integer(256), "source": .string("w"),
      ])
  }

  @Test(arguments: [
    #"{"key":"a","source":5}"#, #"{"source":5}"#, #"{"key":7}"#, #"{"key":"a","meta":[1]}"#,
    #"{"key":"a","classes":[1,2]}"#, #"{"key":"a","draws":"none"}"#, #"{"key":null}"#,
    #"{"key":"a","mix":{"with":"b"}}"#,
  ])
  func fieldsOfOtherKindsAreForeign(text: String) throws {
    let foreign = try decode(text)
    #expect(foreign.key == nil)
    #expect(foreign.metadata.classes == nil)
    let all = try decodeJSON(JSONValue.self, from: Array(text.utf8))
    #expect(JSONValue.object(foreign.metadata.meta) == all)
  }

  /// A field that somebody added does not cost the sample its class table.
  @Test func ownObjectsMayHaveMoreFields() throws {
    let own = try decode(
      #"{"key":"k","classes":"oxford-pet/binary","ignore":255,"meta":{"a":1},"note":[true]}"#)
    #expect(own.key == "k")
    #expect(own.metadata.classes == .petBinary)
    #expect(own.metadata.meta == ["a": .integer(1), "note": .array([.bool(true)])])
  }

  @Test(arguments: [
    #"{"key":"k","classes":"nope"}"#, #"{"key":"k","classes":"nope","ignore":255}"#,
    #"{"key":"k","classes":[1],"ignore":255}"#, #"{"key":"k""#,
  ])
  func wrongClassTablesAreFaults(text: String) {
    #expect(throws: JSONError.self) { try decode(text) }
  }
}
