package import Model
internal import Primitives

extension RuntimeFacts {
    /// The facts of a runtime, with a block of one transaction that it builds and executes.
    ///
    /// - Throws: what makes it no runtime of a chain whose blocks could be made.
    package static func inspecting(
        _ file: RuntimeFile, _ runtime: WasmRuntime
    ) throws(RuntimeTrouble) -> RuntimeFacts {
        let made = try FirstState.make(of: file, by: runtime)
        let rules = try RuntimeRules(of: runtime, over: made.state, fileParaID: file.paraID)
        var facts: RuntimeFacts
        do throws(StateError) {
            facts = RuntimeFacts(
                file, rules, keys: made.state.count,
                root: try made.state.root(layout: rules.layout))
        } catch {
            throw .state(error)
        }
        facts.importedFunctions = runtime.module.importCount
        facts.unknownFunctions = runtime.module.missingFunctions
        facts.notes += made.notes
        do throws(RuntimeTrouble) {
            let outcome = try RuntimeTrial.run(file, by: runtime, blocks: 1, transactions: 1)
            let route = outcome.blocks.last?.route ?? .nothing
            facts.trial = Trial(
                inherents: outcome.blocks.last?.inherentCalls ?? [],
                transactions: route.words(call: rules.transfer?.name),
                refusal: outcome.chain.refusal?.words)
            facts.notes += outcome.chain.notes.filter { !facts.notes.contains($0) }
            if !outcome.warmUp.isEmpty {
                facts.notes.append(
                    "transactions are taken from block \(outcome.warmUp.count + 1) on; before, "
                        + "migrations take the blocks")
            }
            if route == .nothing {
                facts.problems.append("no transaction can be sent: blocks hold inherents only")
            }
        } catch {
            facts.problems.append("blocks cannot be made: \(error)")
        }
        return facts
    }
}
