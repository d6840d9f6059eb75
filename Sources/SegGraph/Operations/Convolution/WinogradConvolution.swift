import CKernels

/// A 3×3 convolution by Winograd F(4×4, 3×3): a quarter of the multiplications, at a relative error
/// of some 10⁻⁶.
///
/// Each task transforms a block of 4×4 tiles, small enough to stay in the second-level cache, does 36
/// matrix products `[tiles, Cin] · [Cin, Cout]` and transforms back. For wide layers: both channel
/// counts are multiples of 16.
struct WinogradConvolution {
  let input: FeatureShape
  let outputChannels: Int
  let samples: Int
  /// Products by our own kernels, where they are faster than the library's.
  var usesOwnProducts = seg_has_wide_registers() != 0

  /// The places of a transformed tile.
  static let places = 36

  /// True when the algorithm computes such a layer.
  static func computes(kernel: Int, input: FeatureShape, outputChannels: Int) -> Bool {
    kernel == 3 && input.channels % 16 == 0 && outputChannels % 16 == 0
  }

  /// The convolution that carries gradients back.
  var transposed: WinogradConvolution {
    WinogradConvolution(
      input: FeatureShape(height: input.height, width: input.width, channels: outputChannels),
      outputChannels: input.channels, samples: samples, usesOwnProducts: usesOwnProducts)
  }

  var tilesPerSample: Int { (input.height + 3) / 4 * ((input.width + 3) / 4) }
  /// Tiles of a block: transforms of about 1 MiB, but enough to make each load of a filter worth it.
  private var tilesPerTask: Int {
    let fitting = (1 << 20) / (Self.places * 4 * (input.channels + outputChannels))
    let rows = max(48, min(96, fitting)) / Int(SEG_PRODUCT_ROWS) * Int(SEG_PRODUCT_ROWS)
    return min(rows, (tilesPerSample + 5) / 6 * 6)
  }
  private var tasksPerSample: Int { (tilesPerSample + tilesPerTask - 1) / tilesPerTask }
  /// Blocks of the whole batch.
  var tasks: Int { samples * tasksPerSample }

  func block(of task: Int) -> (sample: Int, first: Int, count: Int) {
    let first = task % tasksPerSample * tilesPerTask
    return (task / tasksPerSample, first, min(tilesPerTask, tilesPerSample - first))
  }

  private var filterCount: Int { 9 * input.channels * outputChannels }
  var transformedCount: Int { Self.places * input.channels * outputChannels }

  /// From place to place of a block; not a power of two, which would crowd a few sets of the cache.
  func stride(_ channels: Int) -> Int { tilesPerTask * channels + 16 }

  func tiled(_ channels: Int) -> seg_tiled {
    seg_tiled(height: input.height, width: input.width, channels: channels)
  }

  var scratch: LayerNeeds.Scratch {
    .init(
      shared: 4 * transformedCount,
      perThread: 4 * Self.places * (stride(input.channels) + stride(outputChannels)))
  }

  /// Scratch of ``runTransposed(_:filter:into:scratch:team:)`` of the convolution this one carries
  /// gradients for.
  var transposedScratch: LayerNeeds.Scratch {
    .init(shared: scratch.shared + 4 * filterCount, perThread: scratch.perThread)
  }

  /// Computes the output.
  ///
  /// - Parameter filter: `[3, 3, Cin, Cout]`.
  func run(
    _ source: Tensor, filter: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    statistics: ChannelStatistics?, scratch: Layer.Scratch, team: ThreadTeam
  ) {
    statistics?.begin(tasks: tasks)
    let (cin, cout) = (input.channels, outputChannels)
    let filters = scratch.floats
    team.run(tasks: cin / 16) { task, _ in
      seg_winograd_filter(filter, cin, cout, 16 * task, 16, filters)
    }
    let (left, right) = (stride(cin), stride(cout))
    team.run(tasks: tasks) { task, thread in
      let (sample, first, count) = block(of: task)
      let tiles = scratch.floats(of: thread)
      let products = tiles + Self.places * left
      seg_winograd_input(
        source.sample(sample), tiled(cin), first, count, source.promise, tiles, left)
      for place in 0..<Self.places {
        multiplyPanels(
          tiles + place * left, filters + place * cin * cout, rows: count,
          into: products + place * right)
      }
      seg_winograd_output(
        products, right, tiled(cout), first, count,
        target + sample * tiled(cout).height * tiled(cout).width * cout,
        statistics?.sums(of: task), statistics?.products(of: task))
    }
  }

  private func multiplyPanels(
    _ left: UnsafePointer<Float>, _ panels: UnsafePointer<Float>, rows: Int,
    into out: UnsafeMutablePointer<Float>
  ) {
    let (cin, cout) = (input.channels, outputChannels)
    if usesOwnProducts {
      seg_panel_product(left, panels, rows, cin, cout, out)
      return
    }
    let width = seg_panel_width(cout)
    for column in Swift.stride(from: 0, to: cout, by: width) {
      multiply(
        MatrixView(values: left, rows: rows, columns: cin),
        MatrixView(values: panels + column * cin, rows: cin, columns: width), scale: 0,
        into: out + column, stride: cout)
    }
  }

  /// Computes the gradient of the input of the convolution whose transposed this is.
  ///
  /// - Parameter filter: That convolution's filters, `[3, 3, Cout, Cin]` seen from here.
  func runTransposed(
    _ gradient: Tensor, filter: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>,
    scratch: Layer.Scratch, team: ThreadTeam
  ) {
    let (cin, cout) = (input.channels, outputChannels)
    let turned = scratch.floats
    team.run(tasks: 9) { tap, _ in
      seg_transpose(filter + (8 - tap) * cin * cout, cout, cin, turned + tap * cin * cout)
    }
    var rest = scratch
    rest.shared? += 4 * filterCount
    run(gradient, filter: turned, into: target, statistics: nil, scratch: rest, team: team)
  }
}
