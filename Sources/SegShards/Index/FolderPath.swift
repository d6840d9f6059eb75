/// The path of something in a folder, which may have been named with a slash at its end.
func pathInside(_ folder: String, _ name: String) -> String {
  folder.utf8.last == UInt8(ascii: "/") ? folder + name : folder + "/" + name
}
