import SegSamples
import Testing

@Suite struct JSONValueCodingTests {
  struct Everything: Codable, Equatable {
    struct Inner: Codable, Equatable {
      var name: String
      var corners: [[Double]]
    }
    enum Kind: String, Codable { case left, right }

    var whole = -3
    var large = UInt64.max
    var small: UInt8 = 200
    var float: Float = 0.25
    var number = 0.1
    var flag = true
    var kind = Kind.right
    var missing: Int?
    var present: Int? = 4
    var list = [Inner(name: "a", corners: [[0, 1.5], []])]
    var table = ["x": 1, "y": 2]
    var free: JSONValue = .object(["z": .array([.null, .bool(false)])])
  }

  @Test func whatIsEncodedIsDecoded() throws {
    let value = try JSONValue(encoding: Everything())
    #expect(try value.decode(as: Everything.self) == Everything())
    guard case .object(let fields) = value else { throw NoObject() }
    #expect(fields["missing"] == nil)
    #expect(fields["large"] == .string("18446744073709551615"))
    #expect(fields["kind"] == .string("right"))
    #expect(fields["free"] == .object(["z": .array([.null, .bool(false)])]))
  }
  struct NoObject: Error {}

  /// Text makes no difference between 2 and 2.0.
  @Test func wholeNumbersAreNumbers() throws {
    #expect(try JSONValue.integer(2).decode(as: Double.self) == 2)
    #expect(try JSONValue.number(2).decode(as: Int.self) == 2)
    #expect(throws: DecodingError.self) { try JSONValue.number(2.5).decode(as: Int.self) }
    #expect(throws: DecodingError.self) { try JSONValue.integer(256).decode(as: UInt8.self) }
    #expect(throws: DecodingError.self) { try JSONValue.string("a").decode(as: Int.self) }
    #expect(throws: DecodingError.self) { try JSONValue.array([]).decode(as: Everything.self) }
  }
}
