import CKernels

/// The largest of each 2×2 block, and which it was; an odd last row or column is left out.
///
/// Of equal values the first in row-major order wins, and NaN wins over all, as in PyTorch.
public struct MaxPool: Operation {
  /// Makes the operation.
  public init() {}

  /// PyTorch's name.
  public var kind: String { "MaxPool2d" }
  /// 2×2.
  public var kernel: [Int]? { [2, 2] }

  /// Half the height and width, rounded down.
  ///
  /// - Throws: ``GraphError/tooSmall(_:layer:)``.
  public func outputShape(
    of inputs: [FeatureShape], layer: String
  ) throws(GraphError) -> FeatureShape {
    let input = inputs[0]
    guard input.height >= 2, input.width >= 2 else { throw .tooSmall(input, layer: layer) }
    return FeatureShape(
      height: input.height / 2, width: input.width / 2, channels: input.channels)
  }
}

extension MaxPool: RunnableOperation {
  func needs(_ site: LayerSite) -> LayerNeeds {
    var needs = LayerNeeds(keepsPromises: true)
    needs.saved =
      PoolRows.indexWords(site.output) * site.batchSize * MemoryLayout<UInt16>.stride
    return needs
  }

  func forward(_ layer: Layer) {
    let input = layer.inputs[0]
    let rows = PoolRows(full: input.shape, pooled: layer.output.shape, samples: layer.count)
    let index = layer.saved.assumingMemoryBound(to: UInt16.self)
    layer.team.run(tasks: rows.count) { task, _ in
      rows.each(of: task) { full, pooled, word in
        seg_max_pool_row(
          input.values + full, input.values + full + rows.fullRow, rows.pooled.width,
          rows.pooled.channels, input.promise, layer.output.values + pooled, index + word)
      }
    }
  }

  func backward(_ layer: Layer) {
    guard let gradient = layer.outputGradient, let target = layer.inputGradients[0] else { return }
    let rows = PoolRows(
      full: layer.inputs[0].shape, pooled: layer.output.shape, samples: layer.count)
    rows.spread(gradient, into: target, index: layer.saved, team: layer.team)
  }
}

/// The rows of a batch before and after pooling.
struct PoolRows {
  let full: FeatureShape
  let pooled: FeatureShape
  let samples: Int

  /// 16-bit words of index of one sample.
  static func indexWords(_ pooled: FeatureShape) -> Int {
    pooled.pixels * seg_pool_index_words(pooled.channels)
  }

  var fullRow: Int { full.width * full.channels }
  private var rowsPerTask: Int { max(1, (1 << 14) / fullRow) }
  private var tasksPerSample: Int { (pooled.height + rowsPerTask - 1) / rowsPerTask }
  var count: Int { samples * tasksPerSample }

  /// Calls `body` with the places of the upper full row, the pooled row and its index words.
  func each(of task: Int, _ body: (_ full: Int, _ pooled: Int, _ word: Int) -> Void) {
    let sample = task / tasksPerSample
    let first = task % tasksPerSample * rowsPerTask
    let words = seg_pool_index_words(pooled.channels)
    for row in first..<min(pooled.height, first + rowsPerTask) {
      let line = sample * pooled.height + row
      body(
        sample * full.count + 2 * row * fullRow, line * pooled.width * pooled.channels,
        line * pooled.width * words)
    }
  }

  /// Writes pooled values to their places in the full rows, zero elsewhere.
  func spread(
    _ values: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    index: UnsafeMutableRawPointer, team: ThreadTeam
  ) {
    let index = UnsafePointer(index.assumingMemoryBound(to: UInt16.self))
    let rest = (full.width - 2 * pooled.width) * full.channels
    team.run(tasks: count) { task, _ in
      each(of: task) { full, pooled, word in
        let upper = target + full
        let lower = upper + fullRow
        seg_unpool_row(
          values + pooled, index + word, self.pooled.width, self.pooled.channels, upper, lower)
        if rest > 0 {
          (upper + fullRow - rest).update(repeating: 0, count: rest)
          (lower + fullRow - rest).update(repeating: 0, count: rest)
        }
      }
    }
    guard full.height > 2 * pooled.height else { return }
    for sample in 0..<samples {
      (target + (sample + 1) * full.count - fullRow).update(repeating: 0, count: fullRow)
    }
  }

  /// Reads the values at the places the index names.
  func gather(
    _ values: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    index: UnsafeMutableRawPointer, team: ThreadTeam
  ) {
    let index = UnsafePointer(index.assumingMemoryBound(to: UInt16.self))
    team.run(tasks: count) { task, _ in
      each(of: task) { full, pooled, word in
        seg_gather_row(
          values + full, values + full + fullRow, index + word, self.pooled.width,
          self.pooled.channels, target + pooled)
      }
    }
  }
}
