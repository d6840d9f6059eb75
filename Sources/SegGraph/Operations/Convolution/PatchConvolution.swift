import CKernels

/// A convolution as matrix products over patches, strip of rows by strip of rows.
///
/// Of input and output channels the fewer are those laid out in patches: a first layer of 3 channels
/// unfolds its input (`[pixels, k·k·Cin] · [k·k·Cin, Cout]`), a last layer of 3 classes folds its output
/// (`[pixels, Cin] · [Cin, k·k·Cout]`, then nine products summed for each pixel).
struct PatchConvolution {
  let input: FeatureShape
  let outputChannels: Int
  let kernel: Int
  let samples: Int

  private var taps: Int { kernel * kernel }
  private var pad: Int { kernel / 2 }
  private var foldsOutput: Bool { outputChannels < 16 && outputChannels < input.channels }
  /// About 256 pixels, so that the patches of a strip stay in the second-level cache.
  private var rowsPerTask: Int { min(input.height, max(1, 256 / input.width)) }
  private var tasksPerSample: Int { (input.height + rowsPerTask - 1) / rowsPerTask }
  /// Strips of the whole batch.
  var tasks: Int { samples * tasksPerSample }

  /// The convolution that carries gradients back.
  var transposed: PatchConvolution {
    PatchConvolution(
      input: FeatureShape(height: input.height, width: input.width, channels: outputChannels),
      outputChannels: input.channels, kernel: kernel, samples: samples)
  }

  private var filterCount: Int { taps * input.channels * outputChannels }
  var filterBytes: Int { aligned(filterCount) * 4 }

  private func aligned(_ count: Int) -> Int { (count + 15) / 16 * 16 }

  private func stripCount(_ channels: Int) -> Int {
    aligned((rowsPerTask + kernel - 1) * (input.width + kernel - 1) * channels)
  }
  private func patchCount(_ channels: Int) -> Int {
    aligned((rowsPerTask + kernel - 1) * input.width * taps * channels)
  }

  var scratch: LayerNeeds.Scratch {
    let patches = patchCount(foldsOutput ? outputChannels : input.channels)
    return .init(
      shared: foldsOutput ? filterBytes : 0,
      perThread: 4 * (stripCount(input.channels) + patches))
  }

  /// Scratch of ``runTransposed(_:filter:into:scratch:team:)``.
  var transposedScratch: LayerNeeds.Scratch {
    .init(shared: scratch.shared + filterBytes, perThread: scratch.perThread)
  }

  private func strip(of task: Int) -> (sample: Int, row: Int, rows: Int) {
    let row = task % tasksPerSample * rowsPerTask
    return (task / tasksPerSample, row, min(rowsPerTask, input.height - row))
  }

  /// Computes the output.
  ///
  /// - Parameter filter: `[k, k, Cin, Cout]`.
  func run(
    _ source: Tensor, filter: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    statistics: ChannelStatistics?, scratch: Layer.Scratch, team: ThreadTeam
  ) {
    statistics?.begin(tasks: tasks)
    if foldsOutput { groupByInput(filter, into: scratch.floats) }
    team.run(tasks: tasks) { task, thread in
      let (sample, row, rows) = strip(of: task)
      let strip = scratch.floats(of: thread)
      let patches = strip + stripCount(input.channels)
      let out = target + (sample * input.height + row) * input.width * outputChannels
      if foldsOutput {
        let pixels = (rows + kernel - 1) * input.width
        seg_padded_strip(
          source.sample(sample), input.height, input.width, input.channels, row - pad,
          rows + kernel - 1, 0, source.promise, strip)
        multiply(
          MatrixView(values: strip, rows: pixels, columns: input.channels),
          MatrixView(
            values: scratch.floats, rows: input.channels, columns: taps * outputChannels),
          scale: 0, into: patches)
        seg_sum_products(patches, rows, input.width, outputChannels, kernel, out)
      } else {
        unfold(source, sample: sample, row: row, rows: rows, strip: strip, patches: patches)
        multiply(
          MatrixView(
            values: patches, rows: rows * input.width, columns: taps * input.channels),
          MatrixView(values: filter, rows: taps * input.channels, columns: outputChannels),
          scale: 0, into: out)
      }
      statistics?.add(out, pixels: rows * input.width, task: task)
    }
  }

  private func unfold(
    _ source: Tensor, sample: Int, row: Int, rows: Int, strip: UnsafeMutablePointer<Float>,
    patches: UnsafeMutablePointer<Float>
  ) {
    let shape = source.shape
    seg_padded_strip(
      source.sample(sample), shape.height, shape.width, shape.channels, row - pad,
      rows + kernel - 1, pad, source.promise, strip)
    seg_patches(strip, rows, shape.width, shape.channels, kernel, patches)
  }

  /// `[k, k, Cin, Cout]` to `[Cin, k, k, Cout]`.
  private func groupByInput(_ filter: UnsafePointer<Float>, into out: UnsafeMutablePointer<Float>) {
    let (cin, cout) = (input.channels, outputChannels)
    seg_reorder(
      filter, [cin, kernel, kernel, cout], [cout, kernel * cin * cout, cin * cout, 1], out)
  }

  /// `[k, k, Cin, Cout]` to `[k, k, Cout, Cin]`, both kernel axes reversed.
  private func turn(_ filter: UnsafePointer<Float>, into out: UnsafeMutablePointer<Float>) {
    let (cin, cout) = (input.channels, outputChannels)
    seg_reorder(
      filter + (taps - 1) * cin * cout, [kernel, kernel, cout, cin],
      [-kernel * cin * cout, -cin * cout, 1, cout], out)
  }

  /// Computes the gradient of the input of the convolution whose transposed this is: a convolution
  /// with its filters turned by 180° and their channels exchanged.
  ///
  /// - Parameter filter: That convolution's filters, `[k, k, Cout, Cin]` seen from here.
  func runTransposed(
    _ gradient: Tensor, filter: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    scratch: Layer.Scratch, team: ThreadTeam
  ) {
    let turned = scratch.floats
    transposed.turn(filter, into: turned)
    var rest = scratch
    rest.shared? += filterBytes
    run(gradient, filter: turned, into: target, statistics: nil, scratch: rest, team: team)
  }

  // MARK: Gradient of the filter

  /// Sums that are added up at the end; strips belong to lanes by number, not by thread.
  private var lanes: Int { max(1, min(16, tasks, (32 << 20) / filterBytes)) }

  var filterGradientScratch: LayerNeeds.Scratch {
    let patched = foldsOutput ? outputChannels : input.channels
    return .init(
      shared: lanes * filterBytes,
      perThread: 4
        * (stripCount(max(input.channels, outputChannels)) + stripCount(input.channels)
          + patchCount(patched)))
  }

  /// Computes the gradient of the filter, `[k, k, Cin, Cout]`.
  func filterGradient(
    _ source: Tensor, gradient: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    scratch: Layer.Scratch, team: ThreadTeam
  ) {
    let (cin, cout) = (input.channels, outputChannels)
    let sums = scratch.floats
    let stride = filterBytes / 4
    let lanes = lanes
    let output = Tensor(
      values: UnsafeMutablePointer(mutating: gradient), shape: transposed.input)
    team.run(tasks: lanes) { lane, thread in
      let strip = scratch.floats(of: thread)
      let rest = strip + stripCount(max(cin, cout))
      let patches = rest + stripCount(cin)
      let sum = sums + lane * stride
      for task in lane * tasks / lanes..<(lane + 1) * tasks / lanes {
        let (sample, row, rows) = self.strip(of: task)
        let pixels = rows * input.width
        let scale: Float = task == lane * tasks / lanes ? 0 : 1
        if foldsOutput {
          // x[q]·g[q - tap]: patches of the gradient, taps in reverse.
          unfold(output, sample: sample, row: row, rows: rows, strip: strip, patches: patches)
          seg_padded_strip(
            source.sample(sample), input.height, input.width, cin, row, rows, 0, source.promise,
            rest)
          multiply(
            MatrixView(values: rest, rows: pixels, columns: cin, transposed: true),
            MatrixView(values: patches, rows: pixels, columns: taps * cout), scale: scale,
            into: sum)
        } else {
          unfold(source, sample: sample, row: row, rows: rows, strip: strip, patches: patches)
          multiply(
            MatrixView(values: patches, rows: pixels, columns: taps * cin, transposed: true),
            MatrixView(
              values: output.sample(sample) + row * input.width * cout, rows: pixels,
              columns: cout),
            scale: scale, into: sum)
        }
      }
    }
    for lane in 1..<max(1, lanes) { seg_add(sums + lane * stride, filterCount, sums) }
    if foldsOutput {
      // [Cin, k, k, Cout], taps reversed, to [k, k, Cin, Cout].
      seg_reorder(
        sums + (taps - 1) * cout, [kernel, kernel, cin, cout],
        [-kernel * cout, -cout, taps * cout, 1], target)
    } else {
      target.update(from: sums, count: filterCount)
    }
  }
}
