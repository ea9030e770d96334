import ArgumentParser
import Runs

/// `--path` and what may lie there: the disk under test.
struct DiskOptions: ParsableArguments {
    @Option(
        name: [.short, .customShort("d"), .long, .customLong("base-path")],
        help: ArgumentHelp(
            "Directory on the disk to test: the one that will hold the node's database.",
            valueName: "dir"), completion: .directory)
    var path: String?

    @Flag(
        name: .long,
        help: "Measure on tmpfs, ramfs or overlay as well; such disk figures decide nothing.")
    var allowAnyFilesystem = false
}

/// Options that disable safety checks of the machine.
struct GuardOptions: ParsableArguments {
    @Flag(
        name: .long,
        help: ArgumentHelp(
            "Measure beside a running node, which may miss its blocks; disk figures then decide "
                + "nothing."))
    var besideNode = false

    @Flag(name: .long, help: ArgumentHelp("Measure with a debug build.", visibility: .hidden))
    var allowDebugBuild = false
}

/// `--max-write`: the most that a command may write.
struct WriteLimitOption: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Never write more than this to the disk in all: 20GiB, 500MB. What does not fit is "
                + "shortened or left out.", valueName: "size"))
    var maxWrite: SizeArgument?
}

extension Guards {
    /// What the options of a command say; one that it does not take has its default.
    init(
        _ options: GuardOptions, disk: DiskOptions? = nil, limit: WriteLimitOption? = nil
    ) {
        self.init()
        allowAnyFilesystem = disk?.allowAnyFilesystem ?? false
        besideNode = options.besideNode
        allowDebugBuild = options.allowDebugBuild
        maxWriteBytes = limit?.maxWrite?.bytes
    }
}
