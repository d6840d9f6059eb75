/// How many words stand after `--` on the command line.
///
/// The parser drops the `--` of a list of words; where it stood still decides what is an operation.
public func wordsAfterTerminator() -> Int {
  let arguments = CommandLine.arguments
  return arguments.firstIndex(of: "--").map { arguments.count - $0 - 1 } ?? 0
}
