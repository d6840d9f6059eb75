import ArgumentParser

struct Unpack: ParsableCommand {
  func run() throws {}
}
