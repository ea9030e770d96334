package import Primitives

/// One read and one write of the state at a time, as the node's storage benchmark does them: what a
/// runtime's weights of storage are made from.
///
/// Read: each key once, in random order, through a trie that is opened for it. Write: one key gets
/// another value, the root is computed, and the changes are committed in a batch of their own. No
/// node cache; the database's block cache is warmed by one untimed round of all.
///
/// - Source: polkadot-sdk, frame-benchmarking-cli/src/storage (read.rs, write.rs); as there, only
///   the new nodes are committed, and they are taken out again untimed.
package struct StorageWeights: ~Copyable {
    private let database: any KeyValueDatabase
    private let root: Hash256
    private var trie: PatriciaTrie
    private var changes = TrieChanges()
    private var keys: [[UInt8]]
    private var value = ByteBuffer()
    /// What an account holds at first.
    private let account: [UInt8]

    /// Prepares `count` accounts of a state, in an order that follows `seed`.
    ///
    /// - Parameters:
    ///   - state: What the state was made from.
    ///   - root: Its root.
    ///   - database: Holds it in its state column.
    ///   - count: nil means all accounts.
    ///   - seed: Same seed, same order.
    package init(
        state: StateGenerator, root: Hash256, database: any KeyValueDatabase, count: Int? = nil,
        seed: UInt64
    ) {
        self.database = database
        self.root = root
        trie = PatriciaTrie(
            root: root, layout: state.layout, source: UncachedNodes(database))
        if let contents = state.contents {
            account = contents.accountValue
        } else {
            var buffer = ByteBuffer()
            AccountInfo(free: StateGenerator.balance).append(to: &buffer, form: state.form)
            account = buffer.array
        }
        var stream = HashStream(domain: "storage weights", seed: seed)
        let wanted = min(count ?? state.accounts, state.accounts)
        // The beginning of a random order of all (Fisher and Yates), sparse for few of many.
        var moved: [Int: Int] = [:]
        keys = []
        keys.reserveCapacity(wanted)
        for index in 0..<wanted {
            let other = index + stream.number(below: state.accounts - index)
            let account = moved[other] ?? other
            moved[other] = moved[index] ?? index
            keys.append(StorageKey.account(state.idBytes(of: account)))
        }
    }

    /// The number of keys.
    package var count: Int { keys.count }

    /// Reads one key; the time of this call is the sample.
    ///
    /// - Throws: `state` where it cannot be read or is not there.
    package mutating func read(_ index: Int) throws(ChainError) {
        trie.reset(to: root)
        do throws(TrieError) {
            guard let found = try trie.value(for: keys[index]),
                found.count == account.count
            else { throw .missingNode(key: hexadecimal(keys[index])) }
        } catch { throw .state(error) }
    }

    /// Gives one key a value that depends on `round`, computes the root and commits; the time of
    /// this call is the sample.
    ///
    /// The nodes of the first state stay; call `undo` behind it.
    ///
    /// - Returns: The new root.
    @discardableResult
    package mutating func write(_ index: Int, round: UInt32) throws(ChainError) -> Hash256 {
        trie.reset(to: root)
        setValue(round)
        let new: Hash256
        do throws(TrieError) {
            try trie.set(keys[index], to: value.array)
        } catch { throw .state(error) }
        changes.removeAll()
        new = trie.commit(into: &changes)
        for place in 0..<changes.insertedCount {
            let (key, value) = changes.inserted(place)
            database.put(.state, key, value)
        }
        try database.write()
        return new
    }

    /// An account whose number of transactions, its first four bytes, depends on `round`.
    private mutating func setValue(_ round: UInt32) {
        value.removeAll()
        value.append(littleEndian: round &+ 1)
        value.append(Array(account.dropFirst(4)))
    }

    /// Takes out, untimed, what the last write put in.
    package mutating func undo() throws(ChainError) {
        for place in 0..<changes.insertedCount {
            database.delete(.state, changes.inserted(place).key)
        }
        changes.removeAll()
        try database.write()
    }

    /// Checks, untimed, that a key has the value that `write` gave it.
    ///
    /// - Returns: Whether it has.
    package mutating func isWritten(
        _ index: Int, round: UInt32, root: Hash256
    ) throws(ChainError) -> Bool {
        trie.reset(to: root)
        setValue(round)
        do throws(TrieError) {
            return try trie.value(for: keys[index]) == value.array
        } catch { throw .state(error) }
    }
}

/// The nodes of a database's state column, each read anew.
private final class UncachedNodes: TrieNodeSource {
    private let database: any KeyValueDatabase

    init(_ database: any KeyValueDatabase) { self.database = database }

    func get(
        key: UnsafeRawBufferPointer, into bytes: inout ByteBuffer
    ) throws(TrieError) -> Bool {
        do throws(ChainError) {
            return try database.get(.state, key, into: &bytes)
        } catch { throw .store("\(error)") }
    }
}
