internal import Host
internal import Measurement

/// Memory that lies on one NUMA node, as far as the kernel confirms it.
struct NodeMemory {
    /// Share of the pages that must be on the node; the rest may be pages that were on their way.
    static let shareLeast = 0.99

    let memory: MappedMemory
    /// Share of the pages that the kernel found on the node, 0...1; nil if it does not tell.
    let share: Double?
    /// What could not be confirmed and is true all the same; nil means confirmed.
    let doubt: String?

    /// Makes memory on a node and touches every page.
    ///
    /// mbind first, as libnuma does; where a container refuses it, the first touch by a thread that
    /// is bound to a CPU of the node.
    ///
    /// `isOnlyNode` tells that all memory of the machine is of this node. It throws `unavailable`
    /// when the pages cannot be placed there, or nobody confirms it.
    init(
        _ node: NUMAMatrixPlan.Memory, byteCount: Int, isOnlyNode: Bool
    ) throws(ProbeError) {
        let memory = try MappedMemory(byteCount: byteCount, pages: .huge)
        let refusal = NUMAPlacement.bind(memory.bytes, to: node.node)
        if refusal != 0, node.touchingCPU == nil, !isOnlyNode {
            throw .unavailable(
                "memory node \(node.node) is left out: mbind is refused (error \(refusal)), and "
                    + "this process may use none of the node's CPUs")
        }
        let touch: (Int) -> Void = { _ in
            memory.bytes.initializeMemory(as: UInt8.self, repeating: 1)
        }
        if let cpu = node.touchingCPU {
            try PinnedTeam(cpus: [cpu]).once(touch)
        } else {
            touch(0)
        }
        self.memory = memory
        let pages = NUMAPlacement.pages(of: memory.bytes)
        share = pages?.share(on: node.node)
        doubt = try Self.doubt(pages, node: node.node, isOnlyNode: isOnlyNode)
    }

    /// - Throws: `unavailable` when the pages are elsewhere, or nobody tells where.
    static func doubt(
        _ pages: NUMAPlacement.Pages?, node: Int, isOnlyNode: Bool
    ) throws(ProbeError) -> String? {
        guard let pages else {
            if isOnlyNode {
                return "the kernel tells neither by move_pages nor by numa_maps where pages lie; "
                    + "there is only node \(node)"
            }
            throw .unavailable(
                "memory node \(node) is left out: the kernel does not tell where its pages lie")
        }
        let share = pages.share(on: node)
        if share < shareLeast {
            throw .unavailable(
                "memory node \(node) is left out: only \(Int(share * 100)) % of the pages lie "
                    + "there by \(pages.source); is the node full?")
        }
        return nil
    }
}
