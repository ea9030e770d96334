import ArgumentParser
import Glibc
import Model
import Probes
import Profiles

/// `--profile NAME|FILE`.
struct ProfileOption: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Profile to judge by: a name of `touchstone profiles list`, or a YAML file. Default: "
                + "\(Self.defaultName).",
            valueName: "name|file"), completion: .profileNames)
    var profile: String?

    private static let defaultName = "parity-2024-09-collator"

    func load() throws -> Profile { try Self.load(profile ?? Self.defaultName) }

    /// The built-in profiles, which may require any metric of the catalogue.
    static let catalog = ProfileCatalog(metrics: ProbeIdentity.metrics)

    /// Where an operator's own profiles are found by their name; the package makes it.
    private static let ownFolder = "/etc/touchstone/profiles"

    /// A built-in profile, else one of the operator's own, else a file.
    ///
    /// - Throws: exit code 5 for an unknown name, 66 for a file that is not there, 78 for a bad
    ///   one.
    static func load(_ name: String) throws -> Profile {
        try rethrowing { () throws(ProfileError) in
            do throws(ProfileError) {
                return try catalog.profile(named: name)
            } catch {
                let own = "\(ownFolder)/\(name).yaml"
                guard case .unknownProfile = error, !name.contains("/"), access(own, R_OK) == 0
                else { throw error }
                return try catalog.profile(named: own)
            }
        }
    }

    /// Every built-in profile, by id.
    static func all() throws -> [Profile] {
        try rethrowing { () throws(ProfileError) in try catalog.all() }
    }

    private static func rethrowing<Result>(
        _ body: () throws(ProfileError) -> Result
    ) throws -> Result {
        do {
            return try body()
        } catch {
            throw CommandFailure(error.exitStatus, error.description)
        }
    }
}

extension ProfileError {
    /// The exit code of each way in which a profile cannot be had.
    fileprivate var exitStatus: ExitStatus {
        switch self {
        case .unknownProfile: .profileMissing
        case .unreadable: .noInput
        case .invalid: .badConfiguration
        }
    }
}
