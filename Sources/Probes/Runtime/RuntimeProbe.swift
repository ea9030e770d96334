// Here: the probe of a chain's own runtime.
// May use: conditions of the chain, the engine.
// Never: a limit, a clock.

internal import FoundationEssentials
package import Measurement
internal import Model
internal import Runtime

/// A chain's own runtime on one block in memory: what it costs a transfer, without signatures,
/// roots and disk.
package struct RuntimeProbe: ChainProbe {
    package let conditions: ChainConditions

    init(_ conditions: ChainConditions) { self.conditions = conditions }

    package static let id = "cpu.runtime"

    package let descriptor = ProbeDescriptor(
        id: id, methodVersion: 1,
        metrics: [
            metric("", .seconds, "Runtime, a transfer"),
            metric(".signatures", .ratio, "in sr25519 checks"),
            metric(".authoring", .seconds, "while authoring, a transfer"),
            metric(".parts", .seconds, "where it goes, a transfer"),
        ],
        why: "What costs most of a block is the chain's own code, which every node runs.",
        source: "Ours: Core_execute_block and BlockBuilder as a node calls them, in its engine",
        cost: Cost(memoryBytes: 512 << 20, time: .seconds(stageSeconds)))

    /// Ours, on a slow machine: a module that is compiled takes 10 s, the rounds as long.
    private static let stageSeconds = 20.0

    private static func metric(
        _ suffix: String, _ unit: Model.Unit, _ title: String
    ) -> MetricDefinition {
        MetricDefinition(
            id: MetricID(rawValue: id + suffix), unit: unit,
            direction: .lowerIsBetter, title: title)
    }

    /// Why a probe of a runtime is skipped.
    static let noRuntime = "no runtime was given: give --runtime FILE"

    /// Transactions of the block; ours: the time a transfer was the same for 100 as for 633.
    private static let transactionsMax = 633

    package func prepare(
        in environment: ProbeEnvironment
    ) throws(ProbeError) -> any ProbeSession {
        guard let source = conditions.runtime else { throw .unavailable(Self.noRuntime) }
        let isSmall = environment.scale == .smoke
        let opened = try source.opened(in: environment)
        let wanted = isSmall ? 5 : min(Self.transactionsMax, source.fullTransactions)
        let block = try RuntimeBlockSample(opened, transactions: wanted)
        var options = HostOptions()
        options.verifiesSignatures = false
        options.fixedRoots = (block.dump.stateRoot, block.dump.extrinsicsRoot)
        let (timed, metered): (WasmRuntime, WasmRuntime)
        do throws(RuntimeError) {
            timed = try WasmRuntime(opened.module, options: options)
            metered = try WasmRuntime(
                opened.module, options: options,
                meter: HostMeter(groups: Set(HostGroup.allCases)) {
                    MonotonicClock().nanoseconds()
                })
        } catch {
            throw ProbeError(error)
        }
        return try RuntimeSession(
            block, timed: timed, metered: metered, rounds: isSmall ? 3 : 31,
            seed: environment.seed, facts: RuntimeDisclosure.parameters(source, opened))
    }
}

/// What every figure of a real runtime discloses.
enum RuntimeDisclosure {
    static func parameters(_ source: RuntimeSource, _ opened: OpenedRuntime) -> [String: String] {
        [
            ChainParameter.runtime: source.name, "codeHash": source.codeHash,
            "engine": "wasmtime \(opened.module.engine.version)",
        ]
    }

    /// - Source: ours, of KILT's runtime 11400 with 633 transfers: 57.6 us a transfer in 8.0.1,
    ///   53.5 in 36.0.0.
    static let engine = Advisory(
        id: "runtime.engine",
        text: "measured in a wasmtime that nodes of 2025 and 2026 link; nodes with 8.0.1 (KILT, "
            + "Hydration) are some 8 % slower: 57.6 against 53.5 us a transfer of KILT's runtime")

    static func advisories(_ route: TransactionRoute) -> [Advisory] {
        let text: String? =
            switch route {
            case .transfers: nil
            case .transfersByOwner:
                "the runtime refuses transfers of those who pay, so they are passed by "
                    + "Sudo.sudo_as, which dispatches twice for each"
            case .remarks: "the runtime takes no transfer; the figures are of remarks"
            case .nothing: "the runtime takes no transaction; the figures are of inherents"
            }
        return [engine] + (text.map { [Advisory(id: "runtime.route", text: $0)] } ?? [])
    }
}

/// A block that a runtime built and executed with true signatures and roots, with the state before
/// it.
struct RuntimeBlockSample {
    var dump: BlockDump
    /// Transactions that did what they say.
    var transactions: Int
    var route: TransactionRoute

    init(dump: BlockDump, transactions: Int, route: TransactionRoute) {
        self.dump = dump
        self.transactions = transactions
        self.route = route
    }

    init(_ opened: OpenedRuntime, transactions: Int) throws(ProbeError) {
        let runtime: WasmRuntime
        do throws(RuntimeError) {
            runtime = try WasmRuntime(opened.module)
        } catch {
            throw ProbeError(error)
        }
        try self.init(opened.file, by: runtime, transactions: transactions)
    }

    init(
        _ file: RuntimeFile, by runtime: any RuntimeCalling, transactions: Int
    ) throws(ProbeError) {
        var last: (entry: MemoryChain.Entry, dump: BlockDump)?
        do throws(RuntimeTrouble) {
            _ = try RuntimeTrial.run(
                file, by: runtime, blocks: 1, transactions: transactions
            ) { entry, before in
                last = (entry, BlockDump(entry, state: before()))
            }
        } catch {
            throw ProbeError(error)
        }
        guard let last, last.entry.done > 0, let route = last.entry.route else {
            throw .failed("the runtime takes no transaction")
        }
        self.init(dump: last.dump, transactions: last.entry.done, route: route)
    }
}
