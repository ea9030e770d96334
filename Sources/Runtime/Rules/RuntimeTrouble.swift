/// Why blocks cannot be made for a runtime.
package enum RuntimeTrouble: Error, Equatable, CustomStringConvertible {
    case metadata(MetadataError)
    case runtime(RuntimeError)
    case state(StateError)
    /// An answer of the runtime that is no encoding of what was asked for; the function's name.
    case answer(function: String)
    /// The runtime refuses to build its first state; its words.
    case genesis(String)
    /// An inherent that the runtime itself made and then refused; its call, and the answer.
    case inherent(call: String, answer: String)
    /// The block that the runtime built, executed, does not end in the root of its header.
    case wrongRoot(block: UInt32)
    /// A block that the runtime built and that it answers to execute with more than nothing.
    case executed(block: UInt32, answer: String)
    /// A runtime of a chain that is no parachain.
    case noParachain(specName: String)
    /// Balances that do not change although the runtime says that transfers succeeded.
    case unmoved(block: UInt32)
    /// A transfer between accounts that hold enough, which the runtime refuses; its answer.
    case transaction(String)
    /// A runtime that takes no transaction; why.
    case nothingToSend(specName: String, reason: String)

    package var description: String {
        switch self {
        case .metadata(let error): "\(error)"
        case .runtime(let error): "\(error)"
        case .state(let error): "\(error)"
        case .answer(let function): "\(function) of the runtime answers what cannot be read"
        case .genesis(let words): "the runtime cannot build its first state: \(words)"
        case .inherent(let call, let answer):
            "the runtime refuses its own inherent \(call): \(answer)"
        case .wrongRoot(let block):
            "block \(block), executed, does not end in the state root of its header"
        case .executed(let block, let answer):
            "the execution of block \(block) answers 0x\(answer), not nothing"
        case .noParachain(let name):
            "\(name) is no parachain's runtime (it has no pallet ParachainSystem); blocks are made "
                + "for parachains only"
        case .transaction(let answer):
            "the runtime refuses a transaction of an account of ours: \(answer)"
        case .nothingToSend(let name, let reason):
            "\(name) takes no transaction (\(reason)), so there is nothing to measure"
        case .unmoved(let block):
            "the runtime says that the transfers of block \(block) succeeded, but balances did not "
                + "change"
        }
    }
}

extension RuntimeCalling {
    /// As `call`, with the errors of this floor.
    func answer(
        _ function: String, _ input: [UInt8], over overlay: StateOverlay
    ) throws(RuntimeTrouble) -> [UInt8] {
        do throws(RuntimeError) {
            return try call(function, input, over: overlay)
        } catch {
            throw .runtime(error)
        }
    }
}
