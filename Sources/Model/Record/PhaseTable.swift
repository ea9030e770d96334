/// Seconds by block and phase, as the probes of the simulated chain record them.
///
/// Judges, histories and pages take a block's seconds from here: all count the same phases.
package struct PhaseTable: Sendable {
    /// Names of the columns, `BlockPhase.storageReads` among them.
    private let columns: [String]
    /// The phases of the columns; nil for storage reads and for what this program does not know.
    private let phases: [BlockPhase?]
    private let rows: [ArraySlice<Double>]
    /// Whether only what comes before a proposal counts.
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
            switch parameters[ChainParameter.runtime] {
            case nil: self = .native
            case ChainParameter.modelledRuntime?: self = .modelled
            case let name?: self = .real(name)
            }
        }
    }

    /// Whose code executed the blocks; of a single table, which does not say, the model's.
    package private(set) var runtime = Runtime.native

    /// The table of one sample; nil if it does not have two axes.
    package init?(_ table: TableSample, isAuthoring: Bool) {
        self.init([table], isAuthoring: isAuthoring)
    }

    /// The kept and valid tables of a probe's metric as one; nil if its samples are no such tables,
    /// or storage reads are not distinguished in them.
    package init?(_ probe: ProbeRecord, of metric: MetricDefinition) {
        var tables: [TableSample] = []
        for sample in probe.keptSamples(of: metric.id) {
            if case .table(let table) = sample { tables.append(table) }
        }
        self.init(tables, isAuthoring: metric.form == .authoringPhases)
        guard columns.contains(BlockPhase.storageReads) else { return nil }
        runtime = Runtime(probe.parameters)
    }

    private init?(_ tables: [TableSample], isAuthoring: Bool) {
        guard let columns = tables.first?.axes.last?.labels, !columns.isEmpty,
            tables.allSatisfy({ $0.axes.count == 2 && $0.axes[1].labels == columns })
        else { return nil }
        self.columns = columns
        phases = columns.map { BlockPhase(rawValue: $0) }
        rows = tables.flatMap { table in
            stride(from: 0, to: table.values.count, by: columns.count).map {
                table.values[$0..<$0 + columns.count]
            }
        }
        self.isAuthoring = isAuthoring
    }

    /// The number of blocks.
    package var count: Int { rows.count }

    /// Seconds of each block with the runtime's work `wasm` times as long, and what the database
    /// does `database` times as short; with 1 for both, what native code took.
    package func seconds(wasm: Double = 1, database: Double = 1) -> [Double] {
        rows.map { row in
            var total = 0.0
            for (column, seconds) in zip(columns.indices, row) {
                if columns[column] == BlockPhase.storageReads {
                    // A part of execution, which native code does in the node, too.
                    total += seconds / database - seconds * wasm
                } else if !counts(column) {
                    continue
                } else if phases[column]?.isRuntimeWork == true {
                    total += seconds * wasm
                } else if phases[column]?.isDatabaseWork == true {
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
            for (column, seconds) in zip(columns.indices, row) where phases[column] != .finality {
                if columns[column] == BlockPhase.storageReads {
                    // A part of execution.
                    total += seconds / database - seconds
                } else if !counts(column) {
                    continue
                } else if phases[column] == .verify {
                    total += seconds * (1 + term)
                } else {
                    total += phases[column]?.isDatabaseWork == true ? seconds / database : seconds
                }
            }
            return total
        }
    }

    /// A percentile of the blocks' native seconds, by nearest rank; nil if there are no blocks, or
    /// if their sums are no numbers.
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
            guard counts(column) || name == BlockPhase.storageReads else { return nil }
            return Self.nearestRank(rows.map { $0[$0.startIndex + column] }, permille: 500)
                .map { (name, $0) }
        }
    }

    /// Whether a phase is a part of what is reported: what comes after a proposal is the import.
    private func counts(_ column: Int) -> Bool {
        !isAuthoring || phases[column]?.isBeforeProposal == true
    }

    /// Sums of a damaged record may be beyond all numbers.
    private static func nearestRank(_ values: [Double], permille: Int) -> Double? {
        NearestRank.value(permille: permille, of: values).flatMap { $0.isFinite ? $0 : nil }
    }
}
