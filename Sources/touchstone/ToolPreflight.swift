import Model

/// What the program must know of itself before it measures.
enum ToolPreflight {
    static func findings(allowDebugBuild: Bool) -> [Finding] {
        if BuildFacts.build != "debug" { return [] }
        return [
            Finding(
                id: "tool.debug-build", severity: allowDebugBuild ? .advisory : .blocking,
                seen: "this is a debug build of touchstone",
                matters: "its code is not optimised, so its figures say nothing of the machine",
                remedy: "swift build -c release")
        ]
    }
}
