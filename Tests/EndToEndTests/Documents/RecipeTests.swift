import Foundation
import TestSupport
import Testing

/// The recipes of the how-tos and of the tutorial, run as far as a shell can.
struct RecipeTests {
    private static let jobs = "how-to/ci.md"

    private static func recipe(_ page: String, _ language: String, _ heading: String) throws
        -> Recipe
    {
        try #require(
            Recipe.all(page, language).first { $0.heading == heading },
            "docs/\(page) has no block of \(language) below '\(heading)'")
    }

    static func has(_ program: String) -> Bool {
        (try? Binary.shell("command -v \(program)"))?.code == 0
    }

    @Test(arguments: [0, 1, 3])
    func theStepsOfGitHubJudgeAndThenCompareWhateverTheVerdict(code: Int) throws {
        let steps = try Self.recipe(Self.jobs, "yaml", "GitHub Actions")
        try #require(steps.scripts.count == 3)
        #expect(steps.text.components(separatedBy: "if: ${{ !cancelled() }}").count == 3)
        try withTemporaryDirectory { folder in
            var world = try RecipeWorld(folder)
            try world.remember(baseline: "collator-01")
            world.qualify = code
            #expect(try world.run(steps.scripts[0]).code == 0)
            #expect(try world.run(steps.scripts[1]).code == Int32(code))
            #expect(world.isThere("work/touchstone.json") && world.isThere("work/touchstone.xml"))
            #expect(world.text("summary.md").contains("NOT QUALIFIED"))
            let check = try world.run(steps.scripts[2])
            #expect(check.code == 0, "\(check.errors)")
            #expect(world.isThere("work/touchstone.baseline.xml"))
            #expect(world.text("summary.md").contains("collator-01"))
        }
    }

    @Test func aBlockedJobOfGitHubLeavesNoOldFiles() throws {
        let steps = try Self.recipe(Self.jobs, "yaml", "GitHub Actions").scripts
        try withTemporaryDirectory { folder in
            var world = try RecipeWorld(folder)
            try world.remember(baseline: "collator-01")
            _ = try world.run(steps[1])
            world.qualify = 4
            _ = try world.run(steps[0])
            #expect(try world.run(steps[1]).code == 4)
            #expect(!world.isThere("work/touchstone.json"))
            #expect(try world.run(steps[2]).code == 66)
        }
    }

    @Test(arguments: [(0, "collator-01", 0), (1, "collator-01", 1), (3, "collator-01", 3)])
    func theJobOfGitLabEndsWithTheWorseOfBoth(
        qualify: Int, baseline: String, expected: Int
    ) throws {
        let scripts = try Self.recipe(Self.jobs, "yaml", "GitLab CI").scripts
        try #require(scripts.count == 1)
        try withTemporaryDirectory { folder in
            var world = try RecipeWorld(folder)
            try world.remember(baseline: baseline)
            world.qualify = qualify
            let ending = try world.run(scripts[0])
            #expect(ending.code == Int32(expected), "\(ending.errors)")
            #expect(world.isThere("work/touchstone.baseline.xml"))
        }
    }

    @Test func theJobOfGitLabSaysThatTheBaselineIsMissing() throws {
        let scripts = try Self.recipe(Self.jobs, "yaml", "GitLab CI").scripts
        try withTemporaryDirectory { folder in
            var world = try RecipeWorld(folder)
            try world.remember(baseline: nil)
            world.qualify = 3
            #expect(try world.run(scripts[0]).code == 5)
        }
    }

    @Test(arguments: [
        (0, 0, ""), (1, 1, "not qualified:"), (3, 3, "inconclusive"), (4, 4, "(exit code 4)"),
    ])
    func theScriptForAnyShellEndsWithItsVerdict(
        qualify: Int, expected: Int, said: String
    ) throws {
        let script = try Self.recipe(Self.jobs, "sh", "Any shell")
        try withTemporaryDirectory { folder in
            var world = try RecipeWorld(folder)
            try world.remember(baseline: "collator-01")
            world.qualify = qualify
            let ending = try world.run(script.text)
            #expect(ending.code == Int32(expected), "\(ending.errors)")
            #expect(said.isEmpty || ending.output.contains(said))
        }
    }

    @Test(arguments: [
        ("how-to/ci.md", "Where a node runs"),
        ("how-to/measure-where-a-node-runs.md", "Stop the node for a maintenance window"),
    ])
    func aNodeIsStartedAgainWhateverTheVerdict(page: String, heading: String) throws {
        let script = try Self.recipe(page, "sh", heading)
        for code in [0, 1, 4] {
            try withTemporaryDirectory { folder in
                var world = try RecipeWorld(folder)
                world.qualify = code
                #expect(try world.run(script.text).code == Int32(code))
                let calls = world.log.split(separator: "\n").map {
                    $0.split(separator: " ").prefix(2).joined(separator: " ")
                }
                #expect(calls == ["systemctl stop", "touchstone qualify", "systemctl start"])
            }
        }
    }

    @Test(.enabled(if: RecipeTests.has("jq"))) func jqFindsTheVerdict() throws {
        let script = try Self.recipe(Self.jobs, "sh", "The verdict in a script")
        try withTemporaryDirectory { folder in
            let world = try RecipeWorld(folder)
            let sample = Recipe.root.appending(path: "Reports/sample.json").path
            let ending = try world.run("cp '\(sample)' touchstone.json\n" + script.text)
            #expect(ending.code == 0, "\(ending.errors)")
            #expect(
                ending.output == """
                    fail
                    disk.write.random.buffered
                    BLAKE2b-256
                    Random write

                    """)
        }
    }

    @Test func oneReportBecomesSeveralFiles() throws {
        let script = try Self.recipe(Self.jobs, "sh", "Several files from one run")
        try withTemporaryDirectory { folder in
            let world = try RecipeWorld(folder)
            let ending = try world.run("cp \"$SAMPLE\" touchstone.json\n" + script.text)
            #expect(ending.code == 0, "\(ending.errors)")
            for file in ["touchstone.xml", "touchstone.csv", "astar.xml"] {
                #expect(world.isThere("work/" + file), "\(file)")
            }
        }
    }

    @Test(.enabled(if: RecipeTests.has("jq"))) func aRunIsWatchedBlockByBlock() throws {
        let script = try Self.recipe(Self.jobs, "sh", "Watching a run")
        try withTemporaryDirectory { folder in
            let ending = try RecipeWorld(folder).run(script.text)
            let values = ending.output.split(separator: "\n").compactMap { Double($0) }
            #expect(values.count > 5, "\(ending.output) \(ending.errors)")
        }
    }

    /// Every other line that is meant for a shell.
    @Test(arguments: [
        "how-to/after-an-upgrade.md", "how-to/monitoring.md",
        "how-to/measure-where-a-node-runs.md", "tutorial/vet-a-server.md",
    ])
    func theLinesOfThePageRun(page: String) throws {
        let recipes = Recipe.all(page, "sh").filter { !$0.text.hasPrefix("#!") }
        #expect(!recipes.isEmpty)
        try withTemporaryDirectory { folder in
            let world = try RecipeWorld(folder)
            try world.remember(baseline: nil)
            for recipe in recipes {
                let ending = try world.run(recipe.text)
                #expect(ending.code == 0, "\(recipe.text)\(ending.output)\(ending.errors)")
            }
        }
    }

    @Test(.enabled(if: RecipeTests.has("systemd-analyze"))) func systemdTakesTheUnits() throws {
        let units = Recipe.all("how-to/monitoring.md", "ini")
        try #require(units.count == 2)
        try withTemporaryDirectory { folder in
            for (unit, ending) in zip(units, ["service", "timer"]) {
                let text = unit.text.replacing("/usr/local/bin/touchstone", with: "/bin/true")
                try Data(text.utf8).write(to: URL(filePath: "\(folder)/touchstone.\(ending)"))
            }
            let verdict = try Binary.shell(
                "cd '\(folder)' && SYSTEMD_UNIT_PATH=\"$PWD:\" systemd-analyze verify --man=no "
                    + "./touchstone.service ./touchstone.timer")
            #expect(verdict.code == 0 && verdict.errors.isEmpty, "\(verdict.errors)")
        }
    }
}
