import SegSamples

extension DatasetDescription {
  /// The name of the wids index in the set's folder.
  public static let widsFileName = "index.json"

  /// `index.json`: the shards as the Python package `wids` lists them.
  ///
  /// reference: formats 5.1.
  ///
  /// - Throws: What the JSON encoder throws; values of these types do not.
  func widsIndex() throws -> [UInt8] {
    var head = OrderedJSON()
    try head.add("__kind__", "wids-shard-index-v1")
    try head.add("wids_version", 1)
    try head.add("name", settings.name)
    var text = head.text.dropLast() + ",\"shardlist\":["
    for (number, shard) in shards.enumerated() {
      var line = OrderedJSON()
      try line.add("url", shard.name)
      try line.add("nsamples", shard.samples)
      try line.add("filesize", shard.size)
      text += (number == 0 ? "\n" : ",\n") + line.text
    }
    text += "\n]}\n"
    return Array(text.utf8)
  }
}
