import Primitives

/// The accounts that a block has read or changed, and what they are now.
///
/// An index of its own instead of a dictionary: an id is as good as random, so that its first bytes
/// need no keyed hash, which took 2 % of an import.
struct AccountTable: ~Copyable {
    private struct Entry {
        var id: AccountID
        /// nil if there is no such account, or it is reaped.
        var info: AccountInfo?
    }

    private var entries: [Entry] = []
    private var index = NodeIndex(capacity: Self.capacity)

    /// Accounts that it has room for before it grows: those of a full block; ours.
    private static let capacity = 4096

    private static func tag(_ id: AccountID) -> UInt64 {
        max(1, id.withBytes { $0.load(as: UInt64.self) })
    }

    private func place(of id: AccountID) -> Int? {
        index.find(Self.tag(id)) { entries[$0].id == id }
    }

    /// What is known of an account; nil means nothing is, and nil inside = there is no such
    /// account.
    func find(_ id: AccountID) -> AccountInfo?? {
        guard let place = place(of: id) else { return nil }
        return .some(entries[place].info)
    }

    /// Says what an account is now; nil if it is no more.
    mutating func set(_ id: AccountID, to info: AccountInfo?) {
        if let place = place(of: id) {
            entries[place].info = info
        } else {
            index.insert(Self.tag(id), place: entries.count)
            entries.append(Entry(id: id, info: info))
        }
    }

    /// Calls `body` with each account, in the order in which they were first set.
    func forEach(_ body: (AccountID, AccountInfo?) -> Void) {
        for entry in entries { body(entry.id, entry.info) }
    }
}
