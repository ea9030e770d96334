/// What other processes took of a machine while a line was measured.
package struct MeasuredLoad: Codable, Sendable, Equatable {
    /// What they took of.
    package enum Resource: String, Codable, Sendable {
        /// The time of all CPUs.
        case cpu
        /// The bytes that the disk under test moved.
        case disk
    }

    package var resource: Resource
    /// The smallest and the greatest share in the blocks that met them, 0...1.
    package var least: Double
    package var most: Double
    /// In how many of the kept blocks.
    package var blocks: Int
    package var of: Int
    /// Those that took most, by mean share of these blocks; empty = none could be named.
    package var processes: [ProcessLoad]

    package init(
        resource: Resource, least: Double, most: Double, blocks: Int, of: Int,
        processes: [ProcessLoad]
    ) {
        self.resource = resource
        self.least = least
        self.most = most
        self.blocks = blocks
        self.of = of
        self.processes = processes
    }

    /// As a clause: `other processes took 59 to 77 % of the CPU time (backup 65 %)`.
    package var clause: String {
        let range = QuantityFormat.shares(least, most)
        let named = processes.compactMap { process in
            (resource == .cpu ? process.cpuFraction : process.diskFraction)
                .map { "\(process.name) \(QuantityFormat.shares($0, $0))" }
        }
        let who = named.isEmpty ? "" : " (\(named.joined(separator: ", ")))"
        return switch resource {
        case .cpu: "other processes took \(range) of the CPU time\(who)"
        case .disk: "others moved \(range) of the disk's bytes\(who)"
        }
    }
}

/// Kept blocks of a metric that do not count, and why.
package struct DroppedBlocks: Codable, Sendable, Equatable {
    /// How many do not count.
    package var blocks: Int
    /// Of how many.
    package var of: Int
    /// Why the last of them does not.
    package var reason: String

    package init(blocks: Int, of: Int, reason: String) {
        self.blocks = blocks
        self.of = of
        self.reason = reason
    }

    /// As a clause: `5 of 12 blocks do not count: the threads started apart`.
    package var clause: String {
        "\(blocks) of \(counted(of, "block")) \(blocks == 1 ? "does" : "do") not count: \(reason)"
    }
}
