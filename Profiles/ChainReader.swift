internal import Model
internal import Yams

/// Reads `chain:` and `session:`, whose figures are written with their unit, such as `12 s`.
extension ProfileReader {
    /// Block-time parameters, or `nil` when the profile has none.
    func chain(
        _ root: StrictMapping, _ sources: SourceTable
    ) throws(ProfileError) -> ChainParameters? {
        guard let node = root["chain"] else { return nil }
        let mapping = try StrictMapping(
            node, in: root.document, subject: "'chain'",
            keys: [
                "block_time", "slot_time", "authoring_time", "weight_limit", "pov_limit",
                "state_layout", "source",
            ])
        return ChainParameters(
            blockSeconds: try quantity("block_time", in: .seconds, of: mapping),
            slotSeconds: try optionalQuantity("slot_time", in: .seconds, of: mapping),
            authoringSeconds: try optionalQuantity("authoring_time", in: .seconds, of: mapping),
            weightLimitSeconds: try quantity("weight_limit", in: .seconds, of: mapping),
            povLimitBytes: try optionalQuantity("pov_limit", in: .bytes, of: mapping)
                .map { Int($0) },
            stateLayout: try mapping.optionalWord("state_layout"),
            source: try sources.source(of: mapping))
    }

    /// Session parameters, or `nil` when the profile has none.
    func session(
        _ root: StrictMapping, _ sources: SourceTable
    ) throws(ProfileError) -> SessionParameters? {
        guard let node = root["session"] else { return nil }
        let mapping = try StrictMapping(
            node, in: root.document, subject: "'session'", keys: ["length", "penalty", "source"])
        return SessionParameters(
            lengthSeconds: try optionalQuantity("length", in: .seconds, of: mapping),
            penalty: try mapping.optionalText("penalty"),
            source: try sources.source(of: mapping))
    }

    private func quantity(
        _ key: String, in base: Unit, of mapping: StrictMapping
    ) throws(ProfileError) -> Double {
        _ = try mapping.required(key, mend: "write a number and its unit, such as `12 s`")
        return try optionalQuantity(key, in: base, of: mapping) ?? 0
    }

    private func optionalQuantity(
        _ key: String, in base: Unit, of mapping: StrictMapping
    ) throws(ProfileError) -> Double? {
        guard let text = try mapping.optionalText(key) else { return nil }
        guard let written = WrittenQuantity.quantity(text), written.number > 0,
            let unit = WrittenQuantity.unit(written.unit), unit.base == base,
            (written.number * unit.factor) <= 1e15
        else {
            throw mapping.error(
                at: key, "'\(text)' is no value of '\(key)'",
                mend: "write a number above 0, a space and \(WrittenQuantity.fitting(base))")
        }
        return written.number * unit.factor
    }
}
