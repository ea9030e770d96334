import Chain
import Files
import Glibc
import Primitives

/// What a run of the simulated chain is made of, from the command line.
struct ChainSetting {
    /// Where the state is, or is to be; nil means a folder of its own that is removed again.
    var path: String?
    var accounts = 1_000_000
    var layout = TrieLayout.v1
    var transfers = 1000
    var blocks = 40
    var threads = max(2, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    var isCold = false
    var isDirect = false
    var isSynced = false
    /// Goes on with the blocks that a run before this one did not import.
    var isResumed = false
    /// How many accounts are read and written one by one, as the node's storage benchmark does.
    var weights = 0
    var cacheMebibytes = ChainStore.nodeCacheBytesDefault >> 20

    static let usage = """
        [--path DIR] [--accounts N] [--layout 0|1]
                   [--transfers N] [--blocks N] [--threads N] [--cold 1] [--direct 1] [--sync 1]
                   [--node-cache MIB] [--resume 1] [--weights N]
        """

    init?(_ arguments: [String]) {
        var rest = arguments[...]
        while let flag = rest.popFirst() {
            guard let value = rest.popFirst() else { return nil }
            if flag == "--path" {
                path = value
                continue
            }
            guard let number = Int(value), number >= 0 else { return nil }
            switch flag {
            case "--accounts": accounts = number
            case "--layout":
                guard let layout = TrieLayout(rawValue: number) else { return nil }
                self.layout = layout
            case "--transfers": transfers = number
            case "--blocks": blocks = number
            case "--threads": threads = number
            case "--cold": isCold = number > 0
            case "--direct": isDirect = number > 0
            case "--sync": isSynced = number > 0
            case "--resume": isResumed = number > 0
            case "--weights": weights = number
            case "--node-cache": cacheMebibytes = number
            default: return nil
            }
        }
        guard accounts > 0, accounts < 1 << 32, threads > 0, blocks > 0 else { return nil }
    }

    var generator: StateGenerator {
        StateGenerator(
            accounts: accounts, seed: StatePreset.seed, layout: layout, threads: threads)
    }

    var options: RocksOptions {
        var options = RocksOptions(cpus: threads)
        options.readsDirectly = isDirect
        options.syncsWrites = isSynced
        return options
    }

    /// Calls `body` with the folder of the state, which is removed behind it unless it was named.
    func withFolder(_ body: (String) throws -> Void) throws {
        if let path {
            var status = stat()
            if stat(path, &status) != 0 { try Folder.make(path) }
            return try body(path)
        }
        let path = ".build/chain-\(getpid())"
        try Folder.make(path)
        defer { FileTree.remove(path) }
        try body(path)
    }

    /// The state in a folder: the one that is there, checked, or a new one.
    func state(in path: String, _ generator: StateGenerator) throws -> StateDirectory {
        if StateDirectory.isState(path) {
            return try StateDirectory.open(path, of: generator, threads: threads, options: options)
        }
        return try StateDirectory.build(generator, in: path, threads: threads, options: options)
    }
}

/// The highest memory use of this process so far, in MiB.
func peakMebibytes() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss >> 10
}
