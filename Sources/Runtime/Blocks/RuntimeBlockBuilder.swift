// Here: blocks built and executed by a chain's own runtime.
// May use: rules, state and the first state.
// Never: the engine's inside.

package import Primitives

/// A block as a runtime built it.
package struct RuntimeBlock: Sendable {
    /// Encoded, without a seal.
    package var header: [UInt8]
    /// Each encoded, without its length; inherents first.
    package var extrinsics: [[UInt8]]

    package init(header: [UInt8], extrinsics: [[UInt8]]) {
        self.header = header
        self.extrinsics = extrinsics
    }

    /// Header, then the list of extrinsics: what `Core_execute_block` takes.
    package var encoded: [UInt8] { header + Scale.list(extrinsics) }

    /// The roots in the header; nil if it is of another form.
    package var stateRoot: Hash256? { Header.roots(of: header).flatMap { Hash256($0.state) } }
    package var extrinsicsRoot: Hash256? {
        Header.roots(of: header).flatMap { Hash256($0.extrinsics) }
    }
}

/// A call of the runtime with its answer.
package struct RecordedCall: Equatable, Sendable {
    package var function: String
    package var input: [UInt8]
    package var answer: [UInt8]
}

/// Builds one block as a collator does: initialise, inherents, transactions, finalise.
///
/// - Source: sc-block-builder; cumulus's collators for the inherents.
package final class RuntimeBlockBuilder {
    private let runtime: any RuntimeCalling
    private let rules: RuntimeRules
    private let tip: ChainTip
    private let overlay: StateOverlay

    /// The runtime takes inherents only, since migrations need the block.
    ///
    /// - Source: sp-runtime, ExtrinsicInclusionMode, which `Core_initialize_block` answers from
    ///   version 5 of the API on.
    package private(set) var takesInherentsOnly = false

    /// The names of the inherents' calls.
    package private(set) var inherentCalls: [String] = []

    private var extrinsics: [[UInt8]] = []

    /// All calls whose effects are in the block.
    package private(set) var calls: [RecordedCall] = []

    /// Builds on `tip`; what changes goes to `overlay`.
    package init(
        by runtime: any RuntimeCalling, _ rules: RuntimeRules, on tip: ChainTip,
        over overlay: StateOverlay
    ) {
        self.runtime = runtime
        self.rules = rules
        self.tip = tip
        self.overlay = overlay
    }

    private func call(_ function: String, _ input: [UInt8]) throws(RuntimeTrouble) -> [UInt8] {
        let answer = try runtime.answer(function, input, over: overlay)
        calls.append(RecordedCall(function: function, input: input, answer: answer))
        return answer
    }

    /// Initialises the block at a time in milliseconds, and applies its inherents.
    ///
    /// `author` is the author's identifier for Nimbus; `account` any account of 32 or 20 bytes.
    package func start(
        milliseconds: UInt64, author: [UInt8], account: [UInt8]
    ) throws(RuntimeTrouble) {
        let inherents = Inherents(
            rules: rules, tip: tip, milliseconds: milliseconds, author: author, account: account)
        let header = Header.encoded(
            parent: tip.hash, number: tip.number + 1, stateRoot: Header.zeroHash,
            extrinsicsRoot: Header.zeroHash, logs: inherents.logs())
        takesInherentsOnly = try call("Core_initialize_block", header).first == 1
        let data: [UInt8]
        do throws(TrieError) {
            data = try inherents.encoded()
        } catch {
            throw .state(StateError("\(error)"))
        }
        let answer = try call("BlockBuilder_inherent_extrinsics", data)
        guard
            let made = try? MetadataReader.reading(
                answer,
                { (reader) throws(MetadataError) in
                    try reader.list { (reader) throws(MetadataError) in try reader.vector() }
                })
        else { throw .answer(function: "BlockBuilder_inherent_extrinsics") }
        for extrinsic in made {
            // Behind the format's version.
            let name = rules.metadata.callName(extrinsic.dropFirst())
            let answer = try call("BlockBuilder_apply_extrinsic", Scale.vector(extrinsic))
            guard ApplyOutcome(answer: answer) == .done else {
                throw .inherent(call: name, answer: ApplyOutcome(answer: answer).words)
            }
            inherentCalls.append(name)
            extrinsics.append(extrinsic)
        }
    }

    /// Applies a transaction; one that is not in the block leaves no trace.
    ///
    /// With `onlyIfDone` a transaction that fails is left out too, which a node would include.
    package func apply(_ extrinsic: [UInt8], onlyIfDone: Bool = false) -> ApplyOutcome {
        let function = "BlockBuilder_apply_extrinsic"
        let input = Scale.vector(extrinsic)
        overlay.startTransaction()
        do throws(RuntimeError) {
            let answer = try runtime.call(function, input, over: overlay)
            let outcome = ApplyOutcome(answer: answer)
            if outcome == .done || outcome.isIncluded && !onlyIfDone {
                overlay.commitTransaction()
                extrinsics.append(extrinsic)
                calls.append(RecordedCall(function: function, input: input, answer: answer))
            } else {
                overlay.rollbackTransaction()
            }
            return outcome
        } catch {
            overlay.rollbackTransaction()
            return .stopped(error)
        }
    }

    /// Ends the block.
    package func finish() throws(RuntimeTrouble) -> RuntimeBlock {
        let header = try call("BlockBuilder_finalize_block", [])
        guard Header.roots(of: header) != nil else {
            throw .answer(function: "BlockBuilder_finalize_block")
        }
        return RuntimeBlock(header: header, extrinsics: extrinsics)
    }
}

extension RuntimeBlock {
    /// Executes the block, as an importing node does, and checks that it ends in its root.
    ///
    /// - Returns: The call, and in `overlay` all that it changed.
    package func execute(
        by runtime: any RuntimeCalling, number: UInt32, layout: TrieLayout,
        over overlay: StateOverlay
    ) throws(RuntimeTrouble) -> RecordedCall {
        let function = "Core_execute_block"
        let answer = try runtime.answer(function, encoded, over: overlay)
        guard answer.isEmpty else {
            throw .executed(block: number, answer: hexadecimal(answer.prefix(32)))
        }
        let root: Hash256
        do throws(StateError) {
            root = try overlay.root(layout: layout)
        } catch {
            throw .state(error)
        }
        // The runtime compares it too.
        guard root == stateRoot else { throw .wrongRoot(block: number) }
        return RecordedCall(function: function, input: encoded, answer: answer)
    }
}
