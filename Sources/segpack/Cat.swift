import ArgumentParser

struct Cat: ParsableCommand {
  func run() throws {}
}
