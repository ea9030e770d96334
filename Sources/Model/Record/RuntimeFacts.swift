/// What a chain's runtime is, asks for and takes, as far as it can be derived from the code and its
/// first state.
package struct RuntimeFacts: Codable, Equatable, Sendable {
    /// The file that it came from.
    package struct File: Codable, Equatable, Sendable {
        /// The form of the file, in words.
        package var form: String
        /// The chain's short name; nil means the file has none.
        package var chain: String?
        /// What the chain stores, and what that holds decompressed.
        package var codeBytes: Int
        package var moduleBytes: Int
        /// BLAKE2b-256 of the stored code, 0x and hexadecimal digits: what upgrades are named by.
        package var codeHash: String
        /// Blocks from which on the file substitutes the code.
        package var substitutedFromBlocks: [String]

        package init(
            form: String, chain: String?, codeBytes: Int, moduleBytes: Int, codeHash: String,
            substitutedFromBlocks: [String]
        ) {
            self.form = form
            self.chain = chain
            self.codeBytes = codeBytes
            self.moduleBytes = moduleBytes
            self.codeHash = codeHash
            self.substitutedFromBlocks = substitutedFromBlocks
        }
    }

    /// Versions that the runtime tells.
    package struct Version: Codable, Equatable, Sendable {
        package var specName: String
        package var specVersion: UInt32
        package var transactionVersion: UInt32
        /// How the state trie keeps values, 0 or 1.
        package var stateVersion: UInt8
        package var metadata: UInt8

        package init(
            specName: String, specVersion: UInt32, transactionVersion: UInt32, stateVersion: UInt8,
            metadata: UInt8
        ) {
            self.specName = specName
            self.specVersion = specVersion
            self.transactionVersion = transactionVersion
            self.stateVersion = stateVersion
            self.metadata = metadata
        }
    }

    /// The first state, before accounts of ours are added.
    package struct State: Codable, Equatable, Sendable {
        package var keys: Int
        package var root: String
        /// The hash of the block over this state, which names the chain.
        package var genesisHash: String

        package init(keys: Int, root: String, genesisHash: String) {
            self.keys = keys
            self.root = root
            self.genesisHash = genesisHash
        }
    }

    /// How blocks are timed and limited.
    package struct Blocks: Codable, Equatable, Sendable {
        package var consensus: String
        package var slotMilliseconds: UInt64
        /// The parachain's number, and who says so.
        package var paraID: UInt32
        package var paraIDSource: String
        /// Relay-chain blocks that must follow the relay parent; nil if not asked for.
        package var relayParentOffset: UInt32?
        /// Weights in picoseconds on the reference machine; nil if not reported.
        package var weightPicosecondsMax: UInt64?
        package var normalWeightPicosecondsMax: UInt64?
        package var baseBlockPicoseconds: UInt64?
        package var baseExtrinsicPicoseconds: UInt64?
        package var databaseReadPicoseconds: UInt64?
        package var databaseWritePicoseconds: UInt64?
        /// nil means the runtime sets no limit, or is older than it.
        package var proofBytesMax: UInt64?
        /// What normal transactions may take of a block's length.
        package var normalBytesMax: UInt64?

        package init(
            consensus: String, slotMilliseconds: UInt64, paraID: UInt32, paraIDSource: String
        ) {
            self.consensus = consensus
            self.slotMilliseconds = slotMilliseconds
            self.paraID = paraID
            self.paraIDSource = paraIDSource
        }
    }

    /// How accounts are kept and transactions are put together.
    package struct Transactions: Codable, Equatable, Sendable {
        /// A transaction extension with the bytes that it adds.
        package struct Extension: Codable, Equatable, Sendable {
            package var name: String
            /// In the extrinsic, and only in what is signed; hexadecimal digits or a word.
            package var explicit: String
            package var implicit: String

            package init(name: String, explicit: String, implicit: String) {
                self.name = name
                self.explicit = explicit
                self.implicit = implicit
            }
        }

        /// Bytes of an account's identifier, of its value in System.Account, and of its nonce.
        package var accountIDBytes: Int
        package var accountInfoBytes: Int
        package var nonceBytes: Int
        /// Whether new accounts are marked for holds and freezes (since 2023).
        package var hasNewBalanceLogic: Bool
        package var signature: String
        /// What stands before an account in an address; empty = nothing.
        package var addressPrefix: String
        package var extensions: [Extension]
        /// nil means the runtime has no call that moves its currency.
        package var transferCall: String?

        package init(
            accountIDBytes: Int, accountInfoBytes: Int, nonceBytes: Int, hasNewBalanceLogic: Bool,
            signature: String, addressPrefix: String, extensions: [Extension],
            transferCall: String?
        ) {
            self.accountIDBytes = accountIDBytes
            self.accountInfoBytes = accountInfoBytes
            self.nonceBytes = nonceBytes
            self.hasNewBalanceLogic = hasNewBalanceLogic
            self.signature = signature
            self.addressPrefix = addressPrefix
            self.extensions = extensions
            self.transferCall = transferCall
        }
    }

    /// What came of building a block and executing it.
    package struct Trial: Codable, Equatable, Sendable {
        /// The calls of the inherents, in the runtime's order.
        package var inherents: [String]
        /// The kind of transactions that the runtime takes, in words.
        package var transactions: String
        /// Why transfers are not taken from those who pay; nil if they are.
        package var refusal: String?

        package init(inherents: [String], transactions: String, refusal: String?) {
            self.inherents = inherents
            self.transactions = transactions
            self.refusal = refusal
        }
    }

    package var file: File
    package var version: Version
    package var state: State
    package var blocks: Blocks
    package var transactions: Transactions
    /// nil means no block could be made; `problems` tells why.
    package var trial: Trial?
    /// Host functions that the code imports, and those of them that nobody implements here.
    package var importedFunctions: Int?
    package var unknownFunctions: [String]
    /// What was done that the file does not say.
    package var notes: [String]
    /// What cannot be run, and why.
    package var problems: [String]

    package init(
        file: File, version: Version, state: State, blocks: Blocks, transactions: Transactions
    ) {
        self.file = file
        self.version = version
        self.state = state
        self.blocks = blocks
        self.transactions = transactions
        unknownFunctions = []
        notes = []
        problems = []
    }
}
