import SegBasics

/// What can be wrong with an operation as written on the command line.
public indirect enum OperationError: SegError {
  /// There is no operation of that name.
  case unknownOperation(String, nearest: String?)
  /// An operation stands after the first input.
  case operationAfterInput(String)
  /// The operation has no such parameter.
  case unknownParameter(String, operation: String, nearest: String?)
  /// Another operation stands behind one that must come last.
  case notLast(String)
  /// A parameter is written twice.
  case repeatedParameter(String, operation: String)
  /// A parameter that must be given is not.
  case missingParameter(String, operation: String, syntax: String)
  /// `name=value`, where the operation has no main parameter.
  case noMainParameter(operation: String)
  /// A piece between commas is no `key=value`.
  case notAnAssignment(String, operation: String)
  /// A value that cannot be read, or out of its range.
  case badValue(String, parameter: String, operation: String, expected: String)
  /// A word of combinators breaks the syntax; positions count characters from 1.
  case syntax(String, position: Int, expected: String)
  /// Something is wrong with a part of a word.
  case inside(String, position: Int, OperationError)
  /// A name inside a combinator is no operation.
  case noOperation(String, nearest: String?)
  /// What stands before a bracket is no combinator.
  case unknownCombinator(String, known: [String])
  /// A combinator that could not choose.
  case combination(String, String)
  /// More operations might be applied to one sample than are allowed.
  case tooManyOperations(limit: Int)

  /// How a command ends on this error.
  public var exitStatus: ExitStatus { .usage }

  /// What is wrong, and what to do.
  public var description: String {
    func did(_ nearest: String?) -> String { nearest.map { "; did you mean \($0)?" } ?? "" }
    return switch self {
    case .unknownOperation(let name, let nearest):
      "\(name) is neither an operation nor a file" + did(nearest) + " (segaug ops lists them)"
    case .operationAfterInput(let name):
      "\(name) stands after an input; operations come first, then inputs"
    case .unknownParameter(let name, let operation, let nearest):
      "\(operation) has no parameter \(name)" + did(nearest) + " (segaug ops \(operation))"
    case .notLast(let name): "\(name) must come last: what it makes is for other programs to read"
    case .repeatedParameter(let name, let operation): "\(operation): \(name) is given twice"
    case .missingParameter(let name, let operation, let syntax):
      "\(operation) needs \(name), written \(syntax)"
    case .noMainParameter(let operation):
      "\(operation) has no main parameter; write \(operation):key=value (segaug ops \(operation))"
    case .notAnAssignment(let text, let operation): "\(operation): \(text) is no key=value"
    case .badValue(let value, let parameter, let operation, let expected):
      "\(operation): \(parameter)=\(value): expected \(expected)"
    case .syntax(let word, let position, let expected):
      "\(word): character \(position): expected \(expected)"
    case .inside(let word, let position, let error):
      "\(word): character \(position): \(error)"
    case .noOperation(let name, let nearest):
      "\(name) is no operation" + did(nearest) + " (segaug ops lists them)"
    case .unknownCombinator(let name, let known):
      "\(name)( is no combinator; there are \(known.joined(separator: ", "))"
    case .combination(let name, let problem): "\(name) \(problem)"
    case .tooManyOperations(let limit):
      "more than \(limit) operations might be applied to one sample"
    }
  }
}
