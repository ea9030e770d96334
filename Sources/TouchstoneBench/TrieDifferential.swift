import Primitives

/// Compares trie roots with those of an oracle that writes JSON lines to standard input.
///
/// A line is an object with `sequence`, `step`, `version` (of the layout), `changes` (pairs of key
/// and value, hexadecimal, null = removed) and `root`, in that order; the trie begins empty with
/// each sequence.
enum TrieDifferential {
    private typealias Change = (key: [UInt8], value: [UInt8]?)

    /// Reads standard input to its end and prints every mismatch and the totals.
    ///
    /// - Returns: Whether every line was understood and every root agreed.
    static func run() -> Bool {
        var (batches, changes, mismatches) = (0, 0, 0)
        var state: State?
        while let line = readLine() {
            guard let batch = Batch(line) else {
                print("cannot read line \(batches + 1)")
                return false
            }
            if state?.sequence != batch.sequence {
                state = State(sequence: batch.sequence, layout: batch.layout)
            }
            batches += 1
            changes += batch.changes.count
            let fault = state?.apply(batch)
            if let fault {
                mismatches += 1
                print("sequence \(batch.sequence), step \(batch.step): \(fault)")
            }
        }
        print("\(batches) batches, \(changes) changes, \(mismatches) mismatches")
        return mismatches == 0 && batches > 0
    }

    private struct Batch {
        var sequence: Int
        var step: Int
        var layout: TrieLayout
        var changes: [Change] = []
        var root: [UInt8]

        init?(_ line: String) {
            let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
            func number(_ index: Int) -> Int? {
                Int(String(parts[index].filter { $0.isNumber }))
            }
            guard parts.count >= 13, parts[1] == "sequence", parts[3] == "step",
                parts[5] == "version", parts[7] == "changes",
                let sequence = number(2), let step = number(4),
                let layout = number(6).flatMap({ TrieLayout(rawValue: $0) })
            else { return nil }
            (self.sequence, self.step, self.layout) = (sequence, step, layout)
            var index = 9
            while index + 2 < parts.count, parts[index] != "root" {
                guard let key = bytes(hexadecimal: parts[index].utf8) else { return nil }
                if parts[index + 1].contains("null") {
                    changes.append((key, nil))
                    index += 2
                } else {
                    guard let value = bytes(hexadecimal: parts[index + 2].utf8) else { return nil }
                    changes.append((key, value))
                    index += 4
                }
            }
            guard index + 2 < parts.count, let root = bytes(hexadecimal: parts[index + 2].utf8)
            else {
                return nil
            }
            self.root = root
        }
    }

    /// What a sequence has built so far: pairs, an incremental trie and its store.
    private final class State {
        let sequence: Int
        private let store = MemoryNodeStore()
        private var trie: PatriciaTrie
        private var changes = TrieChanges()
        private var pairs: [[UInt8]: [UInt8]] = [:]

        init(sequence: Int, layout: TrieLayout) {
            self.sequence = sequence
            trie = PatriciaTrie(layout: layout, source: store)
        }

        /// What is wrong after a batch; nil means nothing.
        func apply(_ batch: Batch) -> String? {
            do {
                for (key, value) in batch.changes {
                    pairs[key] = value
                    try trie.set(key, to: value)
                }
                changes.removeAll()
                let root = trie.commit(into: &changes)
                try changes.apply(to: store)
                // Every other time the nodes are forgotten and read again.
                if batch.step % 2 == 0 { trie.reset(to: root) }
                if root.array != batch.root { return "incremental root \(root)" }
                return try bulkFault(root: root)
            } catch {
                return "\(error)"
            }
        }

        /// The bulk builder gives the same root, and the same nodes under the same keys.
        private func bulkFault(root: Hash256) throws -> String? {
            let bulk = MemoryNodeStore()
            var builder = TrieBuilder(layout: trie.layout)
            for (key, value) in pairs.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                try key.withUnsafeBytes { key in
                    try value.withUnsafeBytes { try builder.append(key, $0, to: bulk) }
                }
            }
            let bulkRoot = try builder.finish(to: bulk)
            if bulkRoot != root { return "bulk root \(bulkRoot)" }
            if bulk.count != store.count { return "\(store.count) nodes, not \(bulk.count)" }
            return bulk.keys.allSatisfy { bulk[$0] == store[$0] } ? nil : "other nodes"
        }
    }
}
