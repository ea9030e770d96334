import Primitives
import Runtime

/// Blocks that a chain's own runtime builds and executes, as a test of both.
package struct RuntimeSelftest {
    let path: String
    let choice: RuntimeChoice
    /// Another implementation's block that is run again; nil means none.
    let replay: String?
    /// Where the first block with transactions is written; nil means nowhere.
    let dump: String?
    /// Takes the lines of the result.
    let write: (String) throws -> Void
    /// Takes a dumped block, for the file at a path.
    let save: ([UInt8], String) throws -> Void

    package init(
        path: String, choice: RuntimeChoice, replay: String?, dump: String?,
        write: @escaping (String) throws -> Void,
        save: @escaping ([UInt8], String) throws -> Void
    ) {
        self.path = path
        self.choice = choice
        self.replay = replay
        self.dump = dump
        self.write = write
        self.save = save
    }

    /// Ours: enough for nonces, a parent of the runtime's own making, and a state that moved on.
    private static let blocks = 3
    private static let transactions = 20

    /// Dumps of a whole block with a state of some accounts are a few tens of MiB; ours.
    private static let dumpBytesMax = 1 << 30

    /// Builds and executes blocks, or executes a dumped one again.
    ///
    /// - Throws: exit code 70 when the runtime cannot be run, or a dumped block differs.
    package func run() throws {
        let file = try choice.file(at: path)
        let runtime = try choice.load(file, at: path)
        do {
            if let replay {
                try run(again: replay, by: runtime)
            } else {
                try build(file, by: runtime)
            }
        } catch let error as RuntimeTrouble {
            throw CommandFailure(.internalFault, "\(path): \(error)")
        }
    }

    private func build(_ file: RuntimeFile, by runtime: WasmRuntime) throws {
        var lines: [String] = []
        var dumped: BlockDump?
        let outcome = try RuntimeTrial.run(
            file, by: runtime, blocks: Self.blocks, transactions: Self.transactions
        ) { entry, before in
            lines.append(Self.line(of: entry))
            if dump != nil, dumped == nil, entry.done == Self.transactions {
                dumped = BlockDump(entry, state: before())
            }
        }
        let rules = outcome.chain.rules
        try write("runtime  \(rules.version.specName) \(rules.version.specVersion)")
        try write(", para id \(rules.paraID), \(runtime.module.engine.version)\n")
        for note in file.notes + outcome.chain.notes { try write("note  \(note)\n") }
        for line in lines { try write(line + "\n") }
        if let refusal = outcome.chain.refusal {
            try write("note  transfers signed by those who pay: \(refusal.words)\n")
        }
        if let dump {
            guard let dumped else {
                throw CommandFailure(
                    .internalFault,
                    "--dump \(dump): no block held all transactions, so none is written")
            }
            try save(dumped.encoded, dump)
        }
        let last = outcome.blocks.last
        let isFilled = last?.done == Self.transactions || last?.end == .full && last?.done != 0
        if !isFilled, outcome.chain.route != .nothing {
            throw CommandFailure(
                .internalFault,
                "\(path): the last block holds not all of \(Self.transactions) transactions: "
                    + (last?.end?.words ?? "none was taken"))
        }
    }

    private static func line(of entry: MemoryChain.Entry) -> String {
        let what =
            switch entry.route {
            case .transfers: "transfers"
            case .transfersByOwner: "transfers by the owner (Sudo.sudo_as)"
            case .remarks: "remarks"
            case .nothing, nil: "transactions"
            }
        let end =
            entry.tookInherentsOnly
            ? ", inherents only: migrations" : entry.end.map { ", then \($0.words)" } ?? ""
        return "ok    block \(entry.number): \(entry.inherentCalls.count) inherents, "
            + "\(entry.done) \(what)\(end); executed, state root "
            + (entry.block.stateRoot?.description ?? "none")
    }

    private func run(again dump: String, by runtime: WasmRuntime) throws {
        let block: BlockDump
        let bytes = try InputFile.read(dump, byteLimit: Self.dumpBytesMax)
        do throws(MetadataError) {
            block = try BlockDump(bytes)
        } catch {
            throw CommandFailure(.badInput, "\(dump): is no dumped block: \(error)")
        }
        let version = try RuntimeVersion(
            of: runtime, over: MemoryState(block.state))
        let difference = try block.firstDifference(by: runtime, layout: version.layout)
        if let difference {
            throw CommandFailure(.internalFault, "\(dump): \(difference)")
        }
        try write(
            "ok    \(block.building.count) calls that build and \(block.execution.count) that "
                + "execute answer as dumped; \(block.changes.count) changed keys and the state "
                + "root are the same\n")
    }
}
