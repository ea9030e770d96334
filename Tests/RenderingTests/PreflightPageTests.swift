import Model
import Rendering
import Testing

struct PreflightPageTests {
    private static let governor = Finding(
        id: "cpu.governor", severity: .advisory, seen: "governor powersave on 8 of 8 CPUs",
        matters: "the clock rises late", remedy: "cpupower frequency-set -g performance",
        documentation: "docs/FINDINGS.md#cpugovernor")
    private static let node = Finding(
        id: "machine.running-node", severity: .blocking, seen: "polkadot runs here",
        matters: "both suffer", remedy: "stop it")
    private static let other = Finding(
        id: "later.invention", severity: .note, seen: "s", matters: "m", remedy: "r")

    private func text(_ findings: [Finding], storage: Bool = true, columns: Int = 80) -> String {
        PreflightPage.page(
            PreflightReport(
                host: SampleReports.host(), storage: storage ? SampleReports.storage() : nil,
                findings: findings)
        ).text(Style(columns: columns))
    }

    @Test func findingsStandByAreaWithWhyAndWhatToDo() {
        let text = text([Self.node, Self.governor, Self.other])
        #expect(
            text.contains(
                """
                CPU
                  ! advisory: governor powersave on 8 of 8 CPUs (cpu.governor)
                    Why: the clock rises late
                    To do: cpupower frequency-set -g performance
                    More: docs/FINDINGS.md#cpugovernor

                """))
        #expect(text.contains("Machine now\n  ✗ BLOCKING: polkadot runs here"))
        #expect(text.contains("Other\n  · note: s (later.invention)"))
        #expect(text.hasSuffix("BLOCKED: 1 finding blocks a verdict; 1 advisory, 1 note.\n"))
    }

    @Test func areasWithoutFindingsAreNamed() {
        let text = text([Self.governor])
        #expect(text.contains("✓ nothing to fix: This program, Disk, Machine now, Memory,"))
        #expect(text.hasSuffix("Nothing blocks a verdict; 1 advisory.\n"))
        #expect(self.text([]).hasSuffix("Nothing blocks a verdict.\n"))
    }

    @Test func aDiskThatWasNotNamedIsNotCalledFine() {
        let text = text([], storage: false)
        #expect(text.contains("· Disk: not looked at; name a directory on it with --path DIR"))
        #expect(text.contains("nothing to fix: This program, Machine now"))
    }

    @Test(arguments: [60, 80, 120])
    func noLineIsWiderThanItsColumns(columns: Int) {
        let evil = String(repeating: "very long words ", count: 30) + "\u{1B}[2J\nforged"
        let finding = Finding(
            id: "cpu." + evil, severity: .advisory, seen: evil, matters: evil, remedy: evil,
            documentation: evil)
        let text = text([finding], columns: columns)
        for line in text.split(separator: "\n") {
            #expect(line.unicodeScalars.count <= columns)
        }
        #expect(!text.contains("\u{1B}"))
        #expect(!text.contains("\nforged"))
    }

    @Test func jsonHoldsWhatTheTextSays() throws {
        let checkup = PreflightReport(host: SampleReports.host(), findings: [Self.node])
        let text = String(decoding: try ReportJSON.encode(checkup), as: UTF8.self)
        #expect(text.contains("\"schemaVersion\" : 1"))
        #expect(text.contains("\"id\" : \"machine.running-node\""))
        #expect(text.contains("\"severity\" : \"blocking\""))
        #expect(checkup.isBlocked)
    }
}
