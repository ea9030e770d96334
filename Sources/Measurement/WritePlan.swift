/// What a run will put on the disk under test, worked out before the first byte.
///
/// A cap on the bytes written first makes the shared file smaller, then leaves out the probes that
/// cannot do the least of their work within it, and shares the rest out among the blocks, which
/// then end by bytes where they would by time. Pure.
package struct WritePlan: Sendable, Equatable {
    /// What one probe does on the disk.
    package struct Step: Sendable, Equatable {
        package let probe: String
        package let sharesFile: Bool
        package let need: DiskNeed
        /// Blocks before the first look, warm-up included.
        package let blocks: Int
        /// Whether further rounds add blocks.
        package let isExtended: Bool
        /// The most that a block may write; `Int.max` = no cap is set.
        package fileprivate(set) var blockBytesMax = Int.max

        fileprivate var leastBytes: Int {
            need.preparedBytes + blocks * need.blockBytes.lowerBound
        }

        /// The most that so many blocks write.
        func bytesMax(blocks: Int) -> Int {
            need.preparedBytes + blocks * min(need.blockBytes.upperBound, blockBytesMax)
        }
    }

    /// A probe that the cap leaves out, and why.
    package struct Refusal: Sendable, Equatable {
        package let probe: String
        package let reason: String

        package init(probe: String, reason: String) {
            self.probe = probe
            self.reason = reason
        }
    }

    /// `--max-write`; `nil` = none.
    package let capBytes: Int?
    /// Size of the file that disk probes share; 0 = none does.
    package let sharedFileBytes: Int
    /// In the order given; probes without a disk, and those refused, are not among them.
    package let steps: [Step]
    package let refused: [Refusal]

    /// Rounds that are planned, and what they write at most in a setting.
    ///
    /// - Parameters:
    ///   - rounds: of the interleaved probes before the first look, warm-up included.
    ///   - setting: its shared file is what the cap may make smaller, down to
    ///     `SharedFile.bytesMin`.
    ///   - capBytes: `nil` = no cap.
    package init(
        _ probes: [ProbeDescriptor], rounds: Int, setting: DiskSetting, capBytes: Int?
    ) {
        let users = probes.filter(\.needsDisk)
        let shares = users.contains(where: \.disk.sharesFile)
        self.capBytes = capBytes
        func steps(_ fileBytes: Int) -> [Step] {
            users.map { probe in
                Step(
                    probe: probe.id, sharesFile: probe.disk.sharesFile,
                    need: probe.disk.need(setting.with(sharedFileBytes: fileBytes)),
                    blocks: probe.sampling == .staged ? 1 : rounds,
                    isExtended: probe.sampling == .interleaved)
            }
        }
        guard let capBytes else {
            sharedFileBytes = shares ? setting.sharedFileBytes : 0
            self.steps = steps(setting.sharedFileBytes)
            refused = []
            return
        }
        var fileBytes = setting.sharedFileBytes
        func least(_ fileBytes: Int) -> Int {
            steps(fileBytes).reduce(shares ? fileBytes : 0) { $0 + $1.leastBytes }
        }
        while shares, least(fileBytes) > capBytes, fileBytes / 2 >= SharedFile.bytesMin {
            fileBytes = (fileBytes >> 21) << 20
        }
        var chosen = Choice(capBytes: capBytes, fileBytes: fileBytes)
        for step in steps(fileBytes) { chosen.add(step) }
        chosen.share()
        sharedFileBytes = chosen.isFilled ? fileBytes : 0
        self.steps = chosen.steps
        refused = chosen.refused
    }

    /// Bytes that lie on the disk at once.
    package var occupiedBytes: Int {
        steps.reduce(sharedFileBytes) { $0 + $1.need.occupiedBytes }
    }

    /// The most that the run writes with so many further rounds, 0 = up to the first look.
    package func writtenBytesMax(furtherRounds: Int = 0) -> Int {
        let bytes = steps.reduce(sharedFileBytes) { total, step in
            total + step.bytesMax(blocks: step.blocks + (step.isExtended ? furtherRounds : 0))
        }
        return min(bytes, capBytes ?? .max)
    }

    /// The shares of `ProbeEnvironment`.
    package var blockWriteBytesMax: [String: Int] {
        guard capBytes != nil else { return [:] }
        return Dictionary(steps.map { ($0.probe, $0.blockBytesMax) }) { first, _ in first }
    }

    /// Probes taken one after another while there is room.
    private struct Choice {
        let capBytes: Int
        let fileBytes: Int
        var spentBytes = 0
        var isFilled = false
        var steps: [Step] = []
        var refused: [Refusal] = []

        mutating func add(_ step: Step) {
            let fill = step.sharesFile && !isFilled ? fileBytes : 0
            if fill + step.leastBytes > capBytes - spentBytes {
                refused.append(
                    Refusal(
                        probe: step.probe,
                        reason: "it writes \(mebibytes(fill + step.leastBytes)) at least"
                            + (fill > 0 ? ", the shared file among it" : "")
                            + ", and --max-write leaves \(mebibytes(capBytes - spentBytes))"))
                return
            }
            spentBytes += fill + step.leastBytes
            isFilled = isFilled || step.sharesFile
            steps.append(step)
        }

        /// Gives what is left to the blocks, in proportion to what they would write.
        mutating func share() {
            let wishes = steps.map { step in
                Double(step.blocks)
                    * Double(step.need.blockBytes.upperBound - step.need.blockBytes.lowerBound)
            }
            let wished = wishes.reduce(0, +)
            let part = wished > 0 ? min(1, Double(capBytes - spentBytes) / wished) : 0
            for index in steps.indices {
                let range = steps[index].need.blockBytes
                steps[index].blockBytesMax =
                    range.lowerBound
                    + Int((Double(range.upperBound - range.lowerBound) * part).rounded(.down))
            }
        }

        private func mebibytes(_ bytes: Int) -> String { "\(bytes >> 20) MiB" }
    }
}
