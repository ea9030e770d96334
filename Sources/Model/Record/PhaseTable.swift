/// Seconds by block and phase, as the probes of the simulated chain record them.
///
/// Judges, histories and pages take a block's seconds from here: all count the same phases.
package struct PhaseTable: Sendable {
    /// Names of the columns, `storageReads` among them.
    private let columns: [String]
    private let rows: [ArraySlice<Double>]
    private let isAuthoring: Bool

    /// Whose code executed the blocks.
    package enum Runtime: Sendable, Equatable {
        /// The model's own, in a record of 0.1.0: judged with a Wasm factor and with finality.
        case native
        /// The model's own: judged with a term for the runtime and without finality.
        case modelled
        /// The chain's own, by spec name and version: judged as it is, without finality.
        case real(String)

        /// As a probe's parameters tell.
        package init(_ parameters: [String: String]) {
            switch parameters[ChainMetric.runtimeParameter] {
            case nil: self = .native
            case ChainMetric.modelledRuntime?: self = .modelled
            case let name?: self = .real(name)
            }
        }
    }

    /// Whose code executed the blocks; of a single table, which does not say, the model's.
    package private(set) var runtime = Runtime.native

    /// The table of one sample; `nil` where it has no two axes.
    package init?(_ table: TableSample, of metric: MetricID) {
        self.init([table], of: metric)
    }

    /// The kept and valid tables of a probe as one; `nil` where its samples are no such tables, or
    /// none of them tells the storage reads apart.
    package init?(_ probe: ProbeRecord, _ metric: ChainMetric) {
        var tables: [TableSample] = []
        for sample in probe.keptSamples(of: metric.phases) {
            if case .table(let table) = sample { tables.append(table) }
        }
        self.init(tables, of: metric.phases)
        guard columns.contains(ChainMetric.storageReads) else { return nil }
        runtime = Runtime(probe.parameters)
    }

    private init?(_ tables: [TableSample], of metric: MetricID) {
        guard let columns = tables.first?.axes.last?.labels, !columns.isEmpty,
            tables.allSatisfy({ $0.axes.count == 2 && $0.axes[1].labels == columns })
        else { return nil }
        self.columns = columns
        rows = tables.flatMap { table in
            stride(from: 0, to: table.values.count, by: columns.count).map {
                table.values[$0..<$0 + columns.count]
            }
        }
        // Its CPU time has the same phases.
        isAuthoring = metric.rawValue.hasPrefix(ChainMetric.authoring.rawValue)
    }

    /// The number of blocks.
    package var count: Int { rows.count }

    /// Seconds of each block with the runtime's work `wasm` times as long, and what the database
    /// does `database` times as short; with 1 for both, what native code took.
    package func seconds(wasm: Double = 1, database: Double = 1) -> [Double] {
        rows.map { row in
            var total = 0.0
            for (name, seconds) in zip(columns, row) {
                if name == ChainMetric.storageReads {
                    // A part of execution, which native code does in the node, too.
                    total += seconds / database - seconds * wasm
                } else if !counts(name) {
                    continue
                } else if ChainMetric.wasmPhases.contains(name) {
                    total += seconds * wasm
                } else if ChainMetric.databasePhases.contains(name) {
                    total += seconds / database
                } else {
                    total += seconds
                }
            }
            return total
        }
    }

    /// Seconds of each block as a verdict counts them, `database` as above.
    ///
    /// - Parameters:
    ///   - wasm: How many times as long a record of 0.1.0 takes the runtime's work.
    ///   - signatures: What a modelled runtime costs, in checks of the block's signatures.
    ///   - database: What the database's phases are divided by.
    /// - Returns: Without finality, but for records of 0.1.0.
    package func judged(
        wasm: Double = 1, signatures: Double = 0, database: Double = 1
    ) -> [Double] {
        if runtime == .native { return seconds(wasm: wasm, database: database) }
        let term = runtime == .modelled ? signatures : 0
        return rows.map { row in
            var total = 0.0
            for (name, seconds) in zip(columns, row) where name != ChainMetric.finality {
                if name == ChainMetric.storageReads {
                    // A part of execution.
                    total += seconds / database - seconds
                } else if !counts(name) {
                    continue
                } else if name == ChainMetric.verify {
                    total += seconds * (1 + term)
                } else {
                    total +=
                        ChainMetric.databasePhases.contains(name) ? seconds / database : seconds
                }
            }
            return total
        }
    }

    /// The native seconds that so many of a thousand blocks do not exceed, by nearest rank; `nil`
    /// of no blocks, and of sums that are no numbers.
    ///
    /// - `permille`: 1...1000.
    package func percentile(permille: Int) -> Double? {
        Self.nearestRank(seconds(), permille: permille)
    }

    /// The median of each phase that counts, by nearest rank and in the order of the columns; of no
    /// blocks none.
    ///
    /// They are medians of other blocks each, so that their sum is no block's.
    package var medians: [(phase: String, seconds: Double)] {
        columns.indices.compactMap { column in
            let name = columns[column]
            guard counts(name) || name == ChainMetric.storageReads else { return nil }
            return Self.nearestRank(rows.map { $0[$0.startIndex + column] }, permille: 500)
                .map { (name, $0) }
        }
    }

    /// Whether a phase is a part of what is told: what comes after a proposal is the import.
    private func counts(_ phase: String) -> Bool {
        !isAuthoring || ChainMetric.authoringPhases.contains(phase)
    }

    private static func nearestRank(_ values: [Double], permille: Int) -> Double? {
        let sorted = values.sorted()
        let (quotient, rest) = (sorted.count / 1000, sorted.count % 1000)
        let rank = quotient * permille + (rest * permille + 999) / 1000
        // Sums of a damaged record may be beyond all numbers.
        guard sorted.indices.contains(rank - 1), sorted[rank - 1].isFinite else { return nil }
        return sorted[rank - 1]
    }
}
