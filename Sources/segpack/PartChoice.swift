import ArgumentParser
import SegShards

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Which part of a set a process makes: said, or read from what started it.
enum PartChoice: Equatable {
  case said(number: Int, count: Int)
  case launcher

  /// Reads `I/N` or `auto`.
  init?(argument: String) {
    guard argument != "auto" else {
      self = .launcher
      return
    }
    let numbers = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1],
      Self.areValid(number, count)
    else { return nil }
    self = .said(number: number, count: count)
  }

  private static func areValid(_ number: Int, _ count: Int) -> Bool {
    (1...SetPart.mostParts).contains(count) && (0..<count).contains(number)
  }

  /// The part; what started the process is asked where nothing is said.
  ///
  /// - Throws: `ValidationError`.
  func resolved(
    environment value: (String) -> String? = { name in getenv(name).map { String(cString: $0) } }
  ) throws -> (number: Int, count: Int) {
    guard self == .launcher else {
      guard case .said(let number, let count) = self else { preconditionFailure("no such part") }
      return (number, count)
    }
    func pair(_ number: String, _ count: String) throws -> (number: Int, count: Int)? {
      guard let numberText = value(number), let countText = value(count) else { return nil }
      guard let rank = Int(numberText), let size = Int(countText), Self.areValid(rank, size) else {
        throw ValidationError(
          "--part auto: \(number)=\(numberText) of \(count)=\(countText) is no part; say --part I/N"
        )
      }
      return (rank, size)
    }
    // mpirun under Slurm sets the words of both, and those of Slurm are the batch step's.
    if let found = try pair("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE") { return found }
    let task = try pair("SLURM_PROCID", "SLURM_NTASKS")
    let array = try slurmArray(value)
    switch (task, array) {
    case (let task?, let array?) where task.count > 1 && array.count > 1:
      throw ValidationError(
        "--part auto: an array of jobs with several tasks each counts twice; say --part I/N")
    case (let task?, nil): return task
    case (let task?, let array?): return task.count > 1 ? task : array
    case (nil, let array?): return array
    case (nil, nil):
      throw ValidationError(
        "--part auto finds neither OMPI_COMM_WORLD_RANK nor SLURM_PROCID nor SLURM_ARRAY_TASK_ID; "
          + "say --part I/N")
    }
  }

  /// The place of a job in its array, whose numbers may begin anywhere and have gaps of one width.
  private func slurmArray(_ value: (String) -> String?) throws -> (number: Int, count: Int)? {
    guard let idText = value("SLURM_ARRAY_TASK_ID"),
      let countText = value("SLURM_ARRAY_TASK_COUNT")
    else { return nil }
    let first = max(0, value("SLURM_ARRAY_TASK_MIN").flatMap { Int($0) } ?? 0)
    let step = value("SLURM_ARRAY_TASK_STEP").flatMap { Int($0) } ?? 1
    guard let id = Int(idText), let count = Int(countText), step > 0, id >= first,
      id - first < 1 << 32, (id - first) % step == 0, Self.areValid((id - first) / step, count)
    else {
      throw ValidationError(
        "--part auto: SLURM_ARRAY_TASK_ID=\(idText) of \(countText) is no part; say --part I/N, "
          + "or number the array from 0 without gaps")
    }
    return ((id - first) / step, count)
  }
}
