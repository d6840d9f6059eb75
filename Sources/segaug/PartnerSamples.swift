import SegAugment
import SegBasics
import SegSamples
import SegShards

/// The samples of `--partners`: drawn by place, so that no split of the input changes a draw.
struct PartnerSet: PartnerSource {
  let samples: KeyedSamples
  var decoding: DecodingSettings
  var broken = BrokenPartners(areLeftOut: false)

  func drawPartner(
    from random: inout RandomStream, for key: String
  ) throws(TransformError) -> Sample {
    let own = samples.place(of: key)
    let others = samples.count - (own == nil ? 0 : 1)
    guard others > 0 else { return try decoding.sample(key) { try samples.sample(at: own ?? 0) } }
    return try broken.drawing { () throws(TransformError) in
      var place = random.integer(in: 0...(others - 1))
      if let own, place >= own { place += 1 }
      return try decoding.sample(samples.key(at: place)) { try samples.sample(at: place) }
    }
  }

  func partner(named key: String) throws(TransformError) -> Sample {
    guard let place = samples.place(of: key) else {
      throw .noPartner(key, reason: "there is no sample of that key")
    }
    return try decoding.sample(key) { try samples.sample(at: place) }
  }
}

/// Samples that came by in a stream.
struct PartnersNearby: PartnerSource {
  let samples: [PendingSample]
  let decoding: DecodingSettings
  let broken: BrokenPartners

  func drawPartner(
    from random: inout RandomStream, for key: String
  ) throws(TransformError) -> Sample {
    let own = SampleKey(key)
    let others = samples.indices.filter { SampleKey(samples[$0].key) != own }
    let candidates = others.isEmpty ? Array(samples.indices) : others
    guard !candidates.isEmpty else { throw .noPartners }
    return try broken.drawing { () throws(TransformError) in
      let chosen = samples[candidates[random.integer(in: 0...(candidates.count - 1))]]
      return try decoding.sample(chosen.key) { chosen }
    }
  }

  func partner(named key: String) throws(TransformError) -> Sample {
    guard let sample = samples.first(where: { SampleKey($0.key) == SampleKey(key) }) else {
      throw .noPartner(key, reason: "it is not among the samples nearby")
    }
    return try decoding.sample(key) { sample }
  }
}
