internal import Glibc
package import Primitives

/// Why the simulated chain cannot go on: what is wrong with a block, a state or their database.
package enum ChainError: Error, Equatable, CustomStringConvertible {
    /// The block's bytes are no block.
    case malformed(ScaleError)
    /// The extrinsic at `index` is of no known form; what is wrong.
    case unknownExtrinsic(index: Int, reason: String)
    /// The block follows another than the last one.
    case wrongParent(number: UInt32)
    /// The signature of the extrinsic at `index` is not its sender's.
    case badSignature(index: Int)
    /// The extrinsic at `index` cannot be applied; why.
    case invalidTransfer(index: Int, reason: String)
    /// Execution ends in another state than the header says.
    case wrongStateRoot(number: UInt32, expected: Hash256, found: Hash256)
    /// The extrinsics are others than the header says.
    case wrongExtrinsicsRoot(number: UInt32)
    /// The state cannot be read.
    case state(TrieError)
    /// The library refused an operation; what it said.
    case refused(operation: String, path: String, reason: String)
    /// A record is not what this program writes.
    case damaged(record: String, reason: String)
    /// Blocks are not imported or finalised in their order.
    case outOfOrder(String)
    /// The system refused an operation on a file or folder.
    case system(operation: String, path: String, errno: Int32)
    /// A kept state is another than the one asked for; what differs.
    case otherState(path: String, what: String)
    /// Nobody waits for the work any more.
    case interrupted
    /// A state's root is not what it must be.
    case wrongRoot(path: String, expected: Hash256, found: Hash256)

    package var description: String {
        switch self {
        case .malformed(let error): "the block cannot be decoded: \(error)"
        case .unknownExtrinsic(let index, let reason):
            "extrinsic \(index) is of no known form: \(reason)"
        case .wrongParent(let number):
            "block \(number) does not follow the last one: import the blocks in their order"
        case .badSignature(let index): "the signature of extrinsic \(index) is wrong"
        case .invalidTransfer(let index, let reason):
            "extrinsic \(index) cannot be applied: \(reason)"
        case .wrongStateRoot(let number, let expected, let found):
            "block \(number) ends in the state \(found), not \(expected): its results mean "
                + "nothing, test the machine's memory"
        case .wrongExtrinsicsRoot(let number):
            "block \(number) holds other extrinsics than its header says"
        case .state(let error): "\(error)"
        case .refused(let operation, let path, let reason):
            "cannot \(operation) \(path): \(reason)"
        case .damaged(let record, let reason):
            "the database's \(record) cannot be read (\(reason)): build the state again"
        case .outOfOrder(let what): what
        case .system(let operation, let path, let errno):
            "cannot \(operation) \(path): \(systemReason(errno))"
        case .otherState(let path, let what):
            "the state kept in \(path) cannot be used (\(what)): give another directory or remove "
                + "it"
        case .interrupted: "interrupted"
        case .wrongRoot(let path, let expected, let found):
            "the state in \(path) has the root \(found), not \(expected): its results mean "
                + "nothing, test the machine's memory"
        }
    }
}

private func systemReason(_ code: Int32) -> String {
    strerror(code).map { String(cString: $0) } ?? "error \(code)"
}
