// Here: how a runtime is called.
// May use: nothing.
// Never: an engine, a file.

/// Calls exported functions of a runtime over a state.
package protocol RuntimeCalling: AnyObject {
    /// Runs one exported function in a fresh instance; what it changes goes to `overlay`.
    ///
    /// A call that fails leaves the overlay with the transactions that were open before it and no
    /// more; changes of the failed call itself stay unless the caller rolls them back.
    ///
    /// - Parameters:
    ///   - function: such as `Core_version`.
    ///   - input: its arguments in SCALE, one after the other.
    ///   - overlay: the state with what was changed so far.
    /// - Returns: its answer in SCALE.
    /// - Throws: `RuntimeError`, with the runtime's own last log line where it panicked.
    func call(
        _ function: String, _ input: [UInt8], over overlay: StateOverlay
    ) throws(RuntimeError) -> [UInt8]

    /// Whether the module exports a function of this name.
    func exports(_ function: String) -> Bool
}

/// Why a runtime cannot be loaded, or a call of it gave no answer.
package enum RuntimeError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is no engine, or it refuses; its words, with the mend where there is one.
    case engine(String)
    /// The bytes are no module that a node would run; why.
    case module(String)
    /// The module does not export this function.
    case noFunction(String)
    /// `function` called the imported `name`, which is not implemented here.
    case notImplemented(name: String, function: String)
    /// `function` stopped without an answer; the engine's reason, and the last line that the
    /// runtime logged, which tells a panic's message (nil if it logged none).
    case stopped(function: String, reason: String, log: String?)
    /// `function` gave the host function `name` what it cannot take; why.
    case refused(name: String, function: String, reason: String)
    /// `function` was stopped when its time was over, in seconds.
    case overdue(function: String, seconds: Double)
    /// The state below the overlay failed; its words.
    case state(String)

    package var description: String {
        switch self {
        case .engine(let reason): reason
        case .module(let reason): "the code is no runtime that can be run: \(reason)"
        case .noFunction(let name): "the runtime has no function \(name)"
        case .notImplemented(let name, let function):
            "\(function) of the runtime calls \(name), which is not implemented here"
        case .stopped(let function, let reason, let log):
            "\(function) of the runtime stopped (\(reason))"
                + (log.map { "; it logged last: \($0)" } ?? "; it logged nothing")
        case .refused(let name, let function, let reason):
            "\(function) of the runtime called \(name) wrongly: \(reason)"
        case .overdue(let function, let seconds):
            "\(function) of the runtime did not end within \(seconds) s and was stopped"
        case .state(let reason): "the state cannot be read: \(reason)"
        }
    }
}
