import SegBasics
import SegCommandLine
import SegTraining

/// Shows on standard error how a run comes along.
final class TrainingPrinter {
  private let epochs: Int
  private let isQuiet: Bool
  private var meter: ProgressMeter?
  private var samples = 0
  private var done = 0

  init(epochs: Int, isQuiet: Bool) {
    self.epochs = epochs
    self.isQuiet = isQuiet
    meter = ProgressMeter("reading", quiet: isQuiet)
  }

  func show(_ event: Training.Event) {
    switch event {
    case .warning(let text): say(text)
    case .read: meter?.advance()
    case .ready(let samples, let validation, let readAgain, let done):
      self.samples = samples
      self.done = done
      say("\(samples) samples to train with, \(validation) to validate with")
      if readAgain > 0 { say("\(readAgain) do not fit in --cache-size and are read each epoch") }
      if done >= epochs {
        say("all \(done) epochs are done; a larger --epochs goes on")
      } else if done > 0 {
        say("going on after epoch \(done)")
      }
      begin()
    case .trained(let count): meter?.advance(by: count)
    case .finished(let record):
      done = record.epoch
      say(record.line(of: epochs))
      begin()
    }
  }

  private func begin() {
    guard done < epochs else { return }
    meter = ProgressMeter("epoch \(done + 1)", total: samples, quiet: isQuiet)
  }

  /// Clears the line of the meter, for what another prints.
  func makeRoom() { meter?.finish() }

  private func say(_ text: String) {
    meter?.finish()
    if !isQuiet { warn(text) }
  }
}
