import SegAugment
import SegBasics
import SegImaging
import SegSamples

/// Four partners of the kind and size of a sample: it, mirrored, turned by half a turn, and both.
struct DrawnPartners: PartnerSource {
  let sample: Sample

  init(like sample: Sample) { self.sample = sample }

  func drawPartner(
    from random: inout RandomStream, for key: String
  ) throws(TransformError) -> Sample {
    try partner(named: "turned\(random.integer(in: 1...4))")
  }

  func partner(named key: String) throws(TransformError) -> Sample {
    guard let orientation = Int(key.dropFirst(6)), (1...4).contains(orientation) else {
      throw .noPartner(key, reason: "there is none")
    }
    var partner = sample
    partner.key = key
    if case .pixels(let image) = sample.image {
      partner.image = .pixels(image.oriented(orientation))
    }
    if case .indices(let labelMap) = sample.labelMap {
      partner.labelMap = .indices(labelMap.oriented(orientation))
    }
    return partner
  }
}
