import SegGraph
import Testing

@Suite struct SafetensorsTests {
  private static func file(_ header: String, buffer: Int = 0) -> [UInt8] {
    let text = Array(header.utf8)
    return (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text
      + [UInt8](repeating: 0, count: buffer)
  }

  @Test func roundTrip() throws {
    let written = Safetensors(
      tensors: [
        .init(
          name: "b", shape: [2, 3], floats: [1, -2, 3.5, 0, .infinity, .leastNonzeroMagnitude]),
        .init(name: "a \"quoted\" \n \u{1F600}", shape: [0, 4], floats: []),
        .init(name: "count", integer: -7),
        .init(name: "half", type: .f16, shape: [3], bytes: [0x00, 0x3C, 0x01, 0x80, 0xFF, 0x7B]),
      ],
      metadata: ["format": "pt", "a\\": "\u{1}"])
    let bytes = try written.encoded()
    #expect(bytes == (try written.encoded()))
    let read = try Safetensors(reading: bytes)
    #expect(read.metadata == written.metadata)
    #expect(read.tensors.map(\.name).first == "count")  // widest numbers first
    #expect(Set(read.tensors.map(\.name)) == Set(written.tensors.map(\.name)))
    for tensor in written.tensors { #expect(read.tensors.contains(tensor)) }
    #expect(try read.encoded() == bytes)
    let half = try #require(read.tensors.first { $0.name == "half" })
    #expect(try half.floats() == [1, -0x1p-24, 65504])
    #expect(try #require(read.tensors.first).floats() == [-7])
  }

  /// `safetensors.numpy.save({"x": numpy.array([[1, 2]], "float32")}, metadata={"k": "v"})`.
  @Test func bytesOfThePythonLibrary() throws {
    let header =
      #"{"__metadata__":{"k":"v"},"x":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}"#
    let spaces = String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    let bytes = Self.file(header + spaces) + [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]
    let tensors = Safetensors(
      tensors: [.init(name: "x", shape: [1, 2], floats: [1, 2])], metadata: ["k": "v"])
    #expect(try tensors.encoded() == bytes)
    #expect(try Safetensors(reading: bytes) == tensors)
  }

  @Test(arguments: [
    "", "[]", "{", "{}x", #"{"a":1}"#, #"{"a":{}}"#, #"{"a":{"dtype":"F32","shape":[1]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#,
    #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F99","shape":[1],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
      + #""a":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}"#,
    #"{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"#
      + #""b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"#,
    #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"#
      + #""b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}"#,
    #"{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
    #"{"__metadata__":{"a":1},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}"#,
  ]) func hostileHeadersAreRefused(header: String) {
    #expect(throws: CheckpointError.self) {
      try Safetensors(reading: Self.file(header, buffer: 4))
    }
  }

  @Test func everyCutIsRefused() throws {
    let whole = try Safetensors(
      tensors: [.init(name: "x", shape: [3], floats: [1, 2, 3])]
    ).encoded()
    for length in 0..<whole.count {
      #expect(throws: CheckpointError.self) {
        try Safetensors(reading: Array(whole.prefix(length)))
      }
    }
    #expect(throws: CheckpointError.self) { try Safetensors(reading: whole + [0]) }
    #expect(throws: CheckpointError.self) {
      try Safetensors(reading: [UInt8](repeating: 0xFF, count: 64))
    }
  }

  @Test func oneNameTwiceIsNotWritten() {
    let x = Safetensors.Tensor(name: "x", shape: [1], floats: [1])
    #expect(throws: CheckpointError.repeatedName("x")) {
      try Safetensors(tensors: [x, x]).encoded()
    }
  }
}
