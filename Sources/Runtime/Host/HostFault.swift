/// Why a host function cannot do what the runtime asks; details lie in the context.
enum HostFault: UInt8, Error {
    case outOfBounds
    case chunkTooLarge
    case outOfMemory
    case badFree
    case heapCorrupted
    case noTransaction
    case malformed
    case stateFull
    /// The state below the overlay failed.
    case state
    case notImplemented
    /// The runtime says that it panicked.
    case panicked

    var reason: String {
        switch self {
        case .outOfBounds: "it points beyond the runtime's memory"
        case .chunkTooLarge: "it asks for a chunk of more than 32 MiB"
        case .outOfMemory: "the runtime's memory is full"
        case .badFree: "it frees what was not allocated"
        case .heapCorrupted: "the runtime has overwritten the heap's lists"
        case .noTransaction: "no transaction is open that the runtime began"
        case .stateFull: "it changes more of the state than any block does"
        case .malformed: "its argument cannot be decoded"
        case .state: "the state failed"
        case .notImplemented: "it is not implemented here"
        case .panicked: "it panicked"
        }
    }
}
