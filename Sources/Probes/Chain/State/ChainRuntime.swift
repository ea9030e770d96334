import Chain
import Measurement
import Model
import Primitives
import Runtime

/// The chain's own runtime with the first state of a run, which the chain's probes share.
final class ChainRuntime: Sendable {
    let setup: RuntimeSetup
    /// What is disclosed of it.
    let parameters: [String: String]
    let advisories: [Advisory]
    private let opened: OpenedRuntime
    private let stateRoot: Hash256

    init(
        _ source: RuntimeSource, _ opened: OpenedRuntime, _ setup: RuntimeSetup,
        stateRoot: Hash256
    ) {
        self.setup = setup
        self.opened = opened
        self.stateRoot = stateRoot
        parameters = RuntimeDisclosure.parameters(source, opened)
        advisories =
            [Self.advisory(source)] + RuntimeDisclosure.advisories(setup.plan.route)
            + setup.notes.map { Advisory(id: "runtime.state", text: $0) }
    }

    private static func advisory(_ source: RuntimeSource) -> Advisory {
        Advisory(
            id: "chain.runtime",
            text:
                "blocks are built and executed by the chain's own runtime, \(source.name), in the "
                + "node's engine; host functions, trie and database are this program's, over "
                + "RocksDB as the node opens it")
    }

    /// A chain over a copy of the first state.
    func chain(_ copy: ChainCheckpoint, isMetered: Bool) throws(ProbeError) -> RuntimeChain {
        try RuntimeChain(copy, root: stateRoot, setup, opened.module, isMetered: isMetered)
    }
}
