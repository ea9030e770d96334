import ArgumentParser
import Model
import Rendering
import Runs

/// `touchstone doctor`: the preflight alone.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check machine and disk before measuring, and say what to fix.",
        discussion: """
            Example: touchstone doctor --path /var/lib/kilt --profile kilt-collator

            It takes two seconds, reads only, and needs neither root nor network. Exit code 4: \
            something makes a verdict impossible, or measuring harmful.
            """)

    @OptionGroup var disk: DiskOptions
    @OptionGroup var profile: ProfileOption
    @OptionGroup var guards: GuardOptions
    @OptionGroup var output: OutputOption<Page>

    func run() throws {
        try output.checkWritable()
        let check = try MachineCheck(
            path: disk.path, profile: try profile.load(), guards: Guards(guards, disk: disk))
        try output.write(
            .page(
                text: {
                    PreflightPage.page(check.checkup).text($0)
                        + "\nTime to do the work\n  about \(check.times)\n"
                }, json: { try ReportJSON.encode(check.checkup) }))
        if check.checkup.isBlocked { throw ExitCode(ExitStatus.preflightBlocked.rawValue) }
    }
}
