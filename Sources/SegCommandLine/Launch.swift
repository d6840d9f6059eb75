import ArgumentParser
import SegBasics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The root of a command's tree of subcommands: the one place where errors become exit statuses.
public protocol SegCommand: ParsableCommand {}

extension SegCommand {
  /// Parses the command line, runs the command and ends the process with its status.
  ///
  /// Help when a person runs it bare; quiet with status 0 when the reader downstream has gone.
  public static func main() {
    // Writing to a closed pipe shall be an error that is seen, not a signal.
    signal(SIGPIPE, SIG_IGN)
    // A parent that ignores it would keep the ends of our own commands from us.
    signal(SIGCHLD, SIG_DFL)
    if CommandLine.arguments.count == 1, isatty(STDIN_FILENO) == 1 {
      print(helpMessage())
      endProcess(SegBasics.ExitStatus.usage.rawValue)
    }
    var command: any ParsableCommand
    do {
      command = try parseAsRoot()
    } catch {
      end(parsing: error)
    }
    do {
      try command.run()
    } catch let failure as any SegError {
      end(with: failure)
    } catch let error where exitCode(for: error) != .failure {
      end(parsing: error)
    } catch {
      warn("a defect of the program: \(error); please report it with the line you ran")
      endProcess(SegBasics.ExitStatus.internalError.rawValue)
    }
  }

  /// Ends the process with what the parser throws: help and version, or one line on wrong usage.
  private static func end(parsing error: any Error) -> Never {
    guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
    if let word = misspeltSubcommand {
      warn("there is no subcommand \(word.given); did you mean \(word.meant)?")
    } else {
      warn("\(message(for: error)) (see \(helpLine(for: error)))")
    }
    endProcess(SegBasics.ExitStatus.usage.rawValue)
  }

  /// The line that shows the help of the subcommand an error is about, as the parser names it.
  private static func helpLine(for error: any Error) -> String {
    let text = fullMessage(for: error)
    let usual = "\(configuration.commandName ?? "") --help"
    guard let start = text.ranges(of: "See '").last?.upperBound,
      let end = text[start...].firstIndex(of: "'")
    else { return usual }
    return String(text[start..<end])
  }

  /// A first word that is no file, and one slip away from a subcommand.
  private static var misspeltSubcommand: (given: String, meant: String)? {
    let arguments = CommandLine.arguments.dropFirst()
    let names = configuration.subcommands.compactMap { $0._commandName }
    guard let word = arguments.first, !word.hasPrefix("-"), !names.contains(word),
      (try? fileStatus(word)) ?? nil == nil, let meant = nearestName(to: word, in: names)
    else { return nil }
    return (word, meant)
  }

  /// Prints an error and ends the process.
  private static func end(with failure: any SegError) -> Never {
    if isClosedPipe(failure) { endProcess(0) }
    if !(failure is FindingsReported) { warn("\(failure)") }
    endProcess(failure.exitStatus.rawValue)
  }

  private static func isClosedPipe(_ failure: any SegError) -> Bool {
    switch failure {
    case let failure as SystemError: failure.isClosedPipe
    case let failure as Located: isClosedPipe(failure.failure)
    default: false
    }
  }
}

/// Thrown when everything asked for was done, and what was found was printed: status 1.
public struct FindingsReported: SegError {
  /// Findings that have been printed already.
  public init() {}

  /// How a command ends on this error.
  public var exitStatus: SegBasics.ExitStatus { .findings }

  /// What is wrong, and what to do.
  public var description: String { "there are findings" }
}

/// Prints one line on standard error, after the name of the command.
public func warn(_ message: String) {
  let path = CommandLine.arguments.first ?? "segkit"
  let name = path.split(separator: "/").last.map(String.init) ?? path
  var text = "\(name): \(message)\n"
  text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

/// `exit(3)`, which a command's own `exit` hides.
private func endProcess(_ status: Int32) -> Never { exit(status) }
