import Glibc
package import Model
import Profiles

/// Profiles by name or file, with the exit code of each that cannot be had.
package enum ProfileSource {
    /// Where an operator's own profiles are found by their name; the package makes it.
    private static let ownFolder = "/etc/touchstone/profiles"

    /// A built-in profile, else one of the operator's own, else a file.
    ///
    /// - Throws: exit code 5 for an unknown name, 66 for a file that is not there, 78 for a bad
    ///   one.
    package static func load(_ name: String) throws -> Profile {
        try rethrowing { () throws(ProfileError) in
            do throws(ProfileError) {
                return try ProfileCatalog.own.profile(named: name)
            } catch {
                let own = "\(ownFolder)/\(name).yaml"
                guard case .unknownProfile = error, !name.contains("/"), access(own, R_OK) == 0
                else { throw error }
                return try ProfileCatalog.own.profile(named: own)
            }
        }
    }

    /// Every built-in profile, by id.
    package static func all() throws -> [Profile] {
        try rethrowing { () throws(ProfileError) in try ProfileCatalog.own.all() }
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
