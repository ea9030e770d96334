internal import FoundationEssentials
package import Measurement

extension ProbeCatalog {
    /// The probe that another process of this program asks for; nil if there is none.
    package static func probe(of request: StageRequest) -> (any Probe)? {
        let conditions = try? JSONDecoder().decode(
            ChainConditions.self, from: Data(request.settings.utf8))
        return conditions.flatMap { ProbeCatalog(chain: $0).probe(id: request.probe) }
    }
}
