import ArgumentParser
import SegShards

/// Refuses what passes once where shards are read at any place.
func refusePipes(_ sets: [String]) throws {
  for word in sets where word == "-" || InputNames.command(of: word) != nil {
    throw ValidationError(
      "\(word == "-" ? "standard input" : word) passes once; name sets and shards, "
        + "which segpack create makes of a stream")
  }
}

/// A field of a line of text, in which nothing ends the field or the line: as `ls -b` and C write it.
func escapedField(_ text: String) -> String {
  guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") }) else {
    return text
  }
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\": result += "\\\\"
    case "\t": result += "\\t"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case _ where scalar.value < 0x20 || scalar.value == 0x7F:
      let digits = String(scalar.value, radix: 8)
      result += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
