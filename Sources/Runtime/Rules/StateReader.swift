import Primitives

/// Reads single values and keys of a state; what cannot be read counts as absent.
struct StateReader {
    private let state: any StateBackend

    init(_ state: any StateBackend) { self.state = state }

    /// The value under `key`; nil means none.
    func value(of key: [UInt8]) -> [UInt8]? {
        key.withUnsafeBytes { key in
            guard let value = try? state.value(of: key) else { return nil }
            return Array(value)
        }
    }

    /// The first key behind `key`; nil if there is none.
    private func key(after key: [UInt8]) -> [UInt8]? {
        key.withUnsafeBytes { key in
            guard let next = try? state.nextKey(after: key) else { return nil }
            return Array(next)
        }
    }

    /// The first key that is longer than `prefix` and begins with it; nil if there is none.
    func firstKey(under prefix: [UInt8]) -> [UInt8]? {
        key(after: prefix).flatMap { $0.starts(with: prefix) ? $0 : nil }
    }

    /// The keys that begin with `prefix`, at most `limit` of them.
    private func keys(under prefix: [UInt8], limit: Int = 1000) -> [[UInt8]] {
        var keys: [[UInt8]] = []
        var last = prefix
        while keys.count < limit, let next = key(after: last), next.starts(with: prefix) {
            keys.append(next)
            last = next
        }
        return keys
    }

    /// Identifiers that a runtime with pallet-author-inherent may take as a block's author: mapped
    /// ones, else session keys, else one of zeros.
    ///
    /// - Source: pallet-author-mapping's maps, whose keys end in a Nimbus identifier;
    ///   pallet-session's NextKeys.
    func nimbusAuthors() -> [[UInt8]] {
        let mapped = keys(under: Twox.twox128(Array("AuthorMapping".utf8)))
            .filter { $0.count == 72 || $0.count == 80 }.map { Array($0.suffix(32)) }
        let sessions = keys(under: Metadata.key("Session", "NextKeys")).flatMap { key in
            let value = value(of: key) ?? []
            return stride(from: 0, to: value.count - 31, by: 32).map { Array(value[$0..<$0 + 32]) }
        }
        let found = mapped + sessions
        return found.isEmpty ? [[UInt8](repeating: 0, count: 32)] : found
    }
}
