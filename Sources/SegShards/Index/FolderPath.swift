/// The path of something in a folder, which may have been named with a slash at its end.
func pathInside(_ folder: String, _ name: String) -> String {
  folder.utf8.last == UInt8(ascii: "/") ? folder + name : folder + "/" + name
}

/// Whether a name that a file states stays in its folder: one step of a path.
func isPlainName(_ name: String) -> Bool {
  !["", ".", ".."].contains(name)
    && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
}
