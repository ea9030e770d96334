package import Primitives

/// Why a block is refused.
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
    /// The blocks' store failed.
    case database(DatabaseError)

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
        case .database(let error): "\(error)"
        }
    }
}
