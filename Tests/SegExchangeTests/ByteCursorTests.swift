import Testing

@testable import SegExchange

@Suite struct ByteCursorTests {
  @Test func numbersAreLittleEndian() throws {
    var cursor = ByteCursor([1, 2, 3, 4, 5, 6, 7][...], of: .npz, part: "it")
    #expect(try cursor.number(UInt16.self) == 0x0201)
    #expect(try cursor.count32() == 0x0605_0403)
    #expect(cursor.rest == [7])
  }

  @Test func theEndIsNotPassed() throws {
    var cursor = ByteCursor([1, 2, 3][...], of: .mds, part: "a shard")
    #expect(throws: ExchangeError.damaged(.mds, "a shard ends 5 bytes too early")) {
      try cursor.number(UInt64.self)
    }
    #expect(throws: ExchangeError.self) { try cursor.take(-1) }
    #expect(try cursor.take(3) == [1, 2, 3])
    #expect(cursor.isAtEnd)
  }
}
