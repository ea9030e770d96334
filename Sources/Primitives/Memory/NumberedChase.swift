/// A cycle of pointers whose nodes know their place in it, so that a walk can be proved.
package struct NumberedChase: Sendable {
    /// Bytes from a node's pointer to its number.
    private static let numberOffset = 8

    private let chase: PointerChase

    /// Walks a cycle once and numbers its nodes, in the memory that the cycle was written to.
    ///
    /// nil means the walk did not pass every node once.
    ///
    /// - Complexity: O(n), and each step a load that no cache answers.
    package init?(_ chase: PointerChase, in memory: UnsafeMutableRawBufferPointer) {
        guard let base = memory.baseAddress, chase.start == UnsafeRawPointer(base) else {
            return nil
        }
        var at = chase.start
        for number in 0..<chase.nodes {
            let node = base + UnsafeRawPointer(base).distance(to: at)
            node.storeBytes(of: number, toByteOffset: Self.numberOffset, as: Int.self)
            at = at.load(as: UnsafeRawPointer.self)
            if at == chase.start, number != chase.nodes - 1 { return nil }
        }
        guard at == chase.start else { return nil }
        self.chase = chase
    }

    /// The node with number 0.
    package var start: UnsafeRawPointer { chase.start }

    /// Nodes in the cycle.
    package var nodes: Int { chase.nodes }

    /// How many loads from the start a node is, 0..<`nodes`.
    package func number(of node: UnsafeRawPointer) -> Int {
        node.load(fromByteOffset: Self.numberOffset, as: Int.self)
    }
}
