package import Model

/// A profile's `chain:` section as a chain's own runtime tells it.
package struct ChainSection: Sendable, Equatable {
    /// A line of the section.
    package struct Line: Sendable, Equatable {
        package var key: String
        /// As a profile writes it.
        package var value: String
        /// nil if it is no number.
        var number: Double?
    }

    /// In the order of a profile.
    package let lines: [Line]

    /// What a runtime tells; what it does not tell is not there.
    ///
    /// The time between blocks is not there: since asynchronous backing a slot may hold several.
    package init(_ facts: RuntimeFacts) {
        var lines: [Line] = []
        let blocks = facts.blocks
        let slot = Double(blocks.slotMilliseconds) / 1e3
        lines.append(Line(key: "slot_time", value: Self.time(slot), number: slot))
        if let picoseconds = blocks.weightPicosecondsMax {
            let seconds = Double(picoseconds) / 1e12
            lines.append(Line(key: "weight_limit", value: Self.time(seconds), number: seconds))
            if let normal = blocks.normalWeightPicosecondsMax, picoseconds > 0 {
                let share = Double(normal) / Double(picoseconds)
                let rounded = (share * 1000).rounded() / 1000
                lines.append(
                    Line(key: "normal_share", value: Self.plain(rounded), number: rounded))
            }
        }
        if let bytes = blocks.proofBytesMax {
            let value = bytes % (1 << 20) == 0 ? "\(bytes >> 20) MiB" : "\(bytes) B"
            lines.append(Line(key: "pov_limit", value: value, number: Double(bytes)))
        }
        let layout = facts.version.stateVersion == 0 ? "V0" : "V1"
        lines.append(Line(key: "state_layout", value: layout))
        self.lines = lines
    }

    /// What a profile says, by the same keys; what it does not say is not there.
    package init(_ chain: ChainParameters) {
        var lines: [Line] = []
        if let slot = chain.slotSeconds {
            lines.append(Line(key: "slot_time", value: Self.time(slot), number: slot))
        }
        let weight = chain.weightLimitSeconds
        lines.append(Line(key: "weight_limit", value: Self.time(weight), number: weight))
        lines.append(
            Line(
                key: "normal_share", value: Self.plain(chain.normalShare),
                number: chain.normalShare))
        if let bytes = chain.povLimitBytes {
            let value = bytes % (1 << 20) == 0 ? "\(bytes >> 20) MiB" : "\(bytes) B"
            lines.append(Line(key: "pov_limit", value: value, number: Double(bytes)))
        }
        if let layout = chain.stateLayout {
            lines.append(Line(key: "state_layout", value: layout.rawValue))
        }
        self.lines = lines
    }

    /// How far two numbers may differ; ours: a runtime rounds its shares.
    private static let slack = 0.002

    /// Where a profile says something else than this runtime, or nothing.
    ///
    /// - Returns: What the runtime says, and what the profile does; nil means nothing.
    package func differences(
        from profile: ChainSection
    ) -> [(line: Line, profile: String?)] {
        lines.compactMap { line in
            let other = profile.lines.first { $0.key == line.key }
            if let one = line.number, let two = other?.number,
                abs(one - two) <= Self.slack * max(one, two)
            {
                return nil
            }
            return other?.value == line.value ? nil : (line, other?.value)
        }
    }

    /// Seconds as a profile writes them: whole ones in s, others in ms.
    private static func time(_ seconds: Double) -> String {
        seconds == seconds.rounded() && seconds >= 1
            ? "\(plain(seconds)) s" : "\(plain((seconds * 1e6).rounded() / 1e3)) ms"
    }

    private static func plain(_ value: Double) -> String {
        value == value.rounded() && value < 1e15 ? String(Int(value)) : String(value)
    }
}
