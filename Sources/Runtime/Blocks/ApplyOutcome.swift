import Primitives

/// What a runtime answers to an extrinsic.
///
/// - Source: sp-runtime, ApplyExtrinsicResult.
package enum ApplyOutcome: Equatable, Sendable {
    /// It is in the block and did what it says.
    case done
    /// It is in the block, and failed; the answer's bytes.
    case failed([UInt8])
    /// The block has no room for it.
    case full
    /// It cannot be in a block; the answer's bytes.
    case refused([UInt8])
    /// The runtime stopped; the reason.
    case stopped(RuntimeError)

    init(answer: [UInt8]) {
        switch answer.prefix(2) {
        case [0, 0]: self = .done
        case [0, 1]: self = .failed(answer)
        default:
            // InvalidTransaction::ExhaustsResources.
            self = answer.starts(with: [1, 0, 6]) ? .full : .refused(answer)
        }
    }

    /// Whether the account's next transaction has the next number.
    package var isIncluded: Bool {
        switch self {
        case .done, .failed: true
        case .full, .refused, .stopped: false
        }
    }

    /// Whether the transaction names an account or carries a signature in a form that the runtime
    /// does not take: it cannot decode it, or the signature does not fit.
    var isOfWrongForm: Bool {
        switch self {
        case .stopped: true
        case .refused(let answer): answer.starts(with: [1, 0, 4])
        case .done, .failed, .full: false
        }
    }

    /// The answer in words.
    package var words: String {
        switch self {
        case .done: return "done"
        case .full: return "the block is full (010006)"
        case .stopped(let error): return "\(error)"
        case .failed(let answer):
            let names = ["Other", "CannotLookup", "BadOrigin", "a pallet's error"]
            let name = answer.count > 2 && Int(answer[2]) < names.count ? names[Int(answer[2])] : ""
            return "it failed" + (name.isEmpty ? "" : ": \(name)") + " (\(hexadecimal(answer)))"
        case .refused(let answer):
            let names = [
                "Call", "Payment", "Future", "Stale", "BadProof", "AncientBirthBlock",
                "ExhaustsResources", "Custom", "BadMandatory", "MandatoryValidation", "BadSigner",
            ]
            let isInvalid = answer.starts(with: [1, 0]) && answer.count > 2
            let name = isInvalid && Int(answer[2]) < names.count ? names[Int(answer[2])] : ""
            return "it was refused" + (name.isEmpty ? "" : ": \(name)")
                + " (\(hexadecimal(answer)))"
        }
    }
}
