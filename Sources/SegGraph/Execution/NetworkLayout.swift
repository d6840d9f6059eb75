/// Which buffers a network has, and where they lie.
///
/// Moments: layer i runs forward at i, the loss at n, layer i backward at 2n − i.
struct NetworkLayout {
  private let steps: [Fusion.Step]
  private let specifications: [[ParameterSpecification]]
  private let sites: [LayerSite]
  private let needs: [LayerNeeds]
  private let graphInput: FeatureShape
  private let threads: Int
  private let isTraining: Bool
  private let places: [Place]
  /// The step whose buffer holds the gradient of each step's output.
  private let gradientHolder: [Int]
  /// Where the gradients of a step's inputs go that another step writes first: nil for those that
  /// go straight to their place.
  private let addends: [[Addend?]]

  let plan: BufferPlan
  let parameters: Int
  let statistics: Int
  let gradients: Int?
  let input: Int
  let labels: Int?
  let logits: Int
  private let lossSums: Int?

  /// The buffers of one step, as positions in the plan.
  private struct Place {
    var output: Int?
    var gradient: Int?
    var state = 0
    var saved = 0
    var forward = (shared: 0, threads: 0)
    var backward = (shared: 0, threads: 0)
  }

  /// A gradient that is added to what is there.
  private enum Addend {
    /// Written over the gradient of the step's own output.
    case inPlace
    /// Written to a buffer of its own, a position in the plan.
    case buffer(Int)
  }

  init(
    _ graph: Graph, batchSize: Int, threads: Int, purpose: Network.Purpose
  ) throws(GraphError) {
    let steps = try Fusion(graph).steps
    let isTraining = purpose == .training
    let count = steps.count
    let last = count - 1
    self.steps = steps
    self.threads = threads
    self.isTraining = isTraining
    graphInput = graph.input

    // Who reads each value, the last first, which is the order of their backward passes; and who reads
    // the indices of a pooling layer.
    var readers: [[Int]] = Array(repeating: [], count: count)
    var indexReaders: [[Int]] = Array(repeating: [], count: count)
    var needs: [LayerNeeds] = []
    var sites: [LayerSite] = []
    func shape(_ value: Int) -> FeatureShape { value < 0 ? graph.input : steps[value].shape }
    for index in steps.indices.reversed() {
      let step = steps[index]
      if readers[index].isEmpty, index != last {
        throw .unsupported("an output that nobody reads", layer: step.name)
      }
      let site = LayerSite(
        inputs: step.inputs.map(shape), output: step.shape, batchSize: batchSize,
        isTraining: isTraining,
        gathersStatistics: isTraining
          && readers[index].contains { steps[$0].operation is BatchNorm },
        mayPromise: index != last && readers[index].allSatisfy { needs[last - $0].keepsPromises },
        passesGradient: isTraining && step.inputs[0] >= 0)
      let need = step.operation.needs(site)
      sites.append(site)
      needs.append(need)
      for (position, value) in step.inputs.enumerated() where value >= 0 {
        if position == need.indexInput {
          indexReaders[value].append(index)
        } else {
          readers[value].append(index)
        }
      }
    }
    needs.reverse()
    sites.reverse()
    self.needs = needs
    self.sites = sites

    func backward(_ step: Int) -> Int { 2 * count - step }
    let end = isTraining ? 2 * count : count
    var requests: [BufferPlan.Request] = []
    func request(_ label: String, _ bytes: Int, _ lifetime: ClosedRange<Int>? = nil) -> Int {
      requests.append(.init(label: label, bytes: bytes, lifetime: lifetime ?? 0...end))
      return requests.count - 1
    }
    let floats = MemoryLayout<Float>.stride

    let specifications = steps.map { step in
      step.operation.parameters(for: step.inputs.map(shape))
    }
    self.specifications = specifications
    func total(trained: Bool) -> Int {
      specifications.joined().filter { $0.isTrained == trained }.reduce(0) { $0 + $1.count }
    }
    parameters = request("parameters", total(trained: true) * floats)
    statistics = request("statistics", total(trained: false) * floats)
    gradients = isTraining ? request("gradients", total(trained: true) * floats) : nil
    input = request("input", graph.input.count * batchSize * floats)
    logits = request("logits", steps[last].shape.count * batchSize * floats)
    labels =
      isTraining
      ? request(
        "labels", steps[last].shape.pixels * batchSize * MemoryLayout<UInt16>.stride) : nil
    lossSums =
      isTraining
      ? request(
        "loss",
        SoftmaxCrossEntropy.tasks(steps[last].shape, samples: batchSize)
          * MemoryLayout<Double>.stride, count...count) : nil

    // The step whose buffer holds a value, and until when.
    var holder = Array(steps.indices)
    var lastUse = Array(steps.indices)
    func use(_ value: Int, _ moment: Int) {
      if value >= 0 { lastUse[value] = max(lastUse[value], moment) }
    }
    for index in steps.indices {
      for (position, source) in steps[index].inputs.enumerated()
      where position != needs[index].indexInput {
        let from = source < 0 ? -1 : holder[source]
        if position == 0, needs[index].outputSharesInput { holder[index] = from }
        use(from, index)
        if isTraining, needs[index].readsInputBackward { use(from, backward(index)) }
      }
      if isTraining, needs[index].readsOutputBackward { use(holder[index], backward(index)) }
    }

    // A gradient is written when the last reader runs backward, into the buffer of the last step of
    // those that work in place; what the other readers hand back is added.
    var gradientHolder = Array(steps.indices)
    var firstOfHolder = Array(steps.indices)
    if isTraining {
      for index in steps.indices.reversed() {
        if let next = readers[index].first, needs[next].gradientInPlace {
          gradientHolder[index] = gradientHolder[next]
        }
        firstOfHolder[gradientHolder[index]] = index
      }
    }
    self.gradientHolder = gradientHolder

    var places: [Place] = []
    for (index, step) in steps.enumerated() {
      var place = Place()
      let need = needs[index]
      let bytes = step.shape.count * batchSize * floats
      if holder[index] == index, index != last {
        place.output = request("\(step.name) output", bytes, index...lastUse[index])
      }
      if isTraining, gradientHolder[index] == index {
        let written = readers[index].first.map(backward) ?? count
        place.gradient = request(
          "\(step.name) gradient", bytes, written...backward(firstOfHolder[index]))
      }
      place.state = request("\(step.name) state", need.state)
      let until = isTraining ? backward(index) : indexReaders[index].first ?? index
      place.saved = request("\(step.name) saved", need.saved, index...until)
      func scratch(
        _ scratch: LayerNeeds.Scratch, _ direction: String, at moment: Int
      ) -> (shared: Int, threads: Int) {
        (
          request("\(step.name) \(direction) scratch", scratch.shared, moment...moment),
          request(
            "\(step.name) \(direction) scratch of threads",
            Self.rounded(scratch.perThread) * threads, moment...moment)
        )
      }
      place.forward = scratch(need.forwardScratch, "forward", at: index)
      if isTraining {
        place.backward = scratch(need.backwardScratch, "backward", at: backward(index))
      }
      places.append(place)
    }
    var isWritten = Array(repeating: false, count: count)
    var addends = steps.map { Array(repeating: Addend?.none, count: $0.inputs.count) }
    if isTraining {
      for index in steps.indices.reversed() {
        for (position, value) in steps[index].inputs.enumerated()
        where value >= 0 && position != needs[index].indexInput {
          if !isWritten[value] {
            isWritten[value] = true
          } else if needs[index].gradientInPlace {
            addends[index][position] = .inPlace
          } else {
            let moment = backward(index)
            addends[index][position] = .buffer(
              request(
                "\(steps[index].name) gradient to be added",
                steps[value].shape.count * batchSize * floats, moment...moment))
          }
        }
      }
    }
    self.addends = addends
    // A value kept in the storage of another has no place of its own: share the holder's.
    for index in steps.indices where holder[index] != index {
      places[index].output = holder[index] < 0 ? input : places[holder[index]].output
    }
    places[last].output = logits
    self.places = places
    plan = BufferPlan(requests)
  }

  private static func rounded(_ bytes: Int) -> Int { (bytes + 127) / 128 * 128 }

  // MARK: From places to pointers

  func pointer<Element>(
    _ request: Int, _ arena: UnsafeMutableRawPointer, as type: Element.Type
  ) -> UnsafeMutablePointer<Element> {
    (arena + plan.offsets[request]).assumingMemoryBound(to: type)
  }

  func floats(
    _ request: Int, _ arena: UnsafeMutableRawPointer
  ) -> UnsafeMutableBufferPointer<Float> {
    .init(
      start: pointer(request, arena, as: Float.self),
      count: plan.requests[request].bytes / MemoryLayout<Float>.stride)
  }

  /// Sets what callers read or write to zero.
  func clearLasting(_ arena: UnsafeMutableRawPointer) {
    for request in [parameters, statistics, gradients, input, labels, logits] {
      guard let request else { continue }
      (arena + plan.offsets[request]).initializeMemory(
        as: UInt8.self, repeating: 0, count: plan.requests[request].bytes)
    }
  }

  /// Calls `body` with each tensor of the state, in the order of the graph.
  func eachTensor(
    _ arena: UnsafeMutableRawPointer,
    _ body: (String, ParameterSpecification, UnsafeMutablePointer<Float>) -> Void
  ) {
    var trained = pointer(parameters, arena, as: Float.self)
    var kept = pointer(statistics, arena, as: Float.self)
    for (step, specifications) in zip(steps, specifications) {
      for specification in specifications {
        let name = "\(step.name).\(specification.suffix)"
        if specification.isTrained {
          body(name, specification, trained)
          trained += specification.count
        } else {
          body(name, specification, kept)
          kept += specification.count
        }
      }
    }
  }

  /// The layers that train, and those that predict in the same memory.
  func layers(
    arena: UnsafeMutableRawPointer, team: ThreadTeam
  ) -> (training: [Layer], inference: [Layer]) {
    (
      isTraining ? layers(arena, team, training: true) : [],
      layers(arena, team, training: false)
    )
  }

  private func layers(
    _ arena: UnsafeMutableRawPointer, _ team: ThreadTeam, training: Bool
  ) -> [Layer] {
    let graphInputTensor = Tensor(
      values: pointer(input, arena, as: Float.self), shape: graphInput)
    let first = pointer(parameters, arena, as: Float.self)
    let firstGradient = gradients.map { pointer($0, arena, as: Float.self) }
    var trained = first
    var kept = pointer(statistics, arena, as: Float.self)
    var layers: [Layer] = []
    for (index, step) in steps.enumerated() {
      let place = places[index]
      let values = pointer(place.output ?? input, arena, as: Float.self)
      let state = arena + plan.offsets[place.state]
      let layer = Layer(
        name: step.name, operation: step.operation, team: team, isTraining: training,
        output: Tensor(values: values, shape: step.shape), state: state,
        saved: arena + plan.offsets[place.saved])
      if needs[index].outputSharesInput {
        layer.output.promise = step.operation.promise(of: layer)
      }
      if training {
        layer.output.statistics = step.operation.statistics(sites[index], memory: state)
      }
      layer.inputs = step.inputs.map { $0 < 0 ? graphInputTensor : layers[$0].output }
      layer.indexLayer = needs[index].indexInput.map { layers[step.inputs[$0]] }
      for specification in specifications[index] {
        if specification.isTrained {
          layer.parameters.append(trained)
          layer.parameterGradients.append(firstGradient.map { $0 + (trained - first) })
          trained += specification.count
        } else {
          layer.parameters.append(kept)
          layer.parameterGradients.append(nil)
          kept += specification.count
        }
      }
      if training {
        layer.outputGradient = gradient(of: index, arena)
        for (position, value) in step.inputs.enumerated() {
          let whole =
            value < 0 || position == needs[index].indexInput ? nil : gradient(of: value, arena)
          let part: UnsafeMutablePointer<Float>? =
            switch addends[index][position] {
            case .inPlace: layer.outputGradient
            case .buffer(let request): pointer(request, arena, as: Float.self)
            case nil: nil
            }
          layer.inputGradients.append(part ?? whole)
          if let part, let whole {
            layer.gradientSums.append(
              .init(part: part, whole: whole, shape: steps[value].shape))
          }
        }
      }
      layer.forwardScratch = scratch(place.forward, needs[index].forwardScratch, arena)
      if training {
        layer.backwardScratch = scratch(place.backward, needs[index].backwardScratch, arena)
      }
      layers.append(layer)
    }
    return layers
  }

  private func gradient(
    of step: Int, _ arena: UnsafeMutableRawPointer
  ) -> UnsafeMutablePointer<Float>? {
    places[gradientHolder[step]].gradient.map { pointer($0, arena, as: Float.self) }
  }

  private func scratch(
    _ place: (shared: Int, threads: Int), _ need: LayerNeeds.Scratch,
    _ arena: UnsafeMutableRawPointer
  ) -> Layer.Scratch {
    Layer.Scratch(
      shared: arena + plan.offsets[place.shared],
      firstThread: arena + plan.offsets[place.threads], perThread: Self.rounded(need.perThread))
  }

  /// The loss behind the last layer, when the network trains.
  func loss(arena: UnsafeMutableRawPointer, logits: Tensor?) -> SoftmaxCrossEntropy? {
    guard let labels, let lossSums, let logits, let gradient = gradient(of: steps.count - 1, arena)
    else { return nil }
    return SoftmaxCrossEntropy(
      logits: logits, labels: pointer(labels, arena, as: UInt16.self), gradient: gradient,
      partial: pointer(lossSums, arena, as: Double.self))
  }
}
