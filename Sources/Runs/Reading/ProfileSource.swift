package import Model
import Profiles

/// Profiles by name or file, with the exit code of each that cannot be had.
package enum ProfileSource {
    /// A built-in profile, else one of the operator's own, else a file.
    ///
    /// - Throws: exit code 5 for an unknown name, 66 for a file that is not there, 78 for a bad
    ///   one.
    package static func load(_ name: String) throws -> Profile {
        try rethrowing { () throws(ProfileError) in
            try ProfileCatalog.own.profile(named: name)
        }
    }

    /// The profile in a file, whose faults are all told.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - say: Tells all faults but the last.
    /// - Returns: The profile, which has none.
    /// - Throws: exit code 78 with the last fault, 66 for a file that is not there.
    package static func load(checking path: String, say: (String) -> Void) throws -> Profile {
        let faults = try rethrowing { () throws(ProfileError) in
            try ProfileCatalog.own.faults(inFile: path)
        }
        if let last = faults.last {
            for fault in faults.dropLast() { say(fault.description) }
            throw CommandFailure(last.exitStatus, last.description)
        }
        return try load(path)
    }

    /// The YAML of a profile.
    package static func text(_ name: String) throws -> String {
        try rethrowing { () throws(ProfileError) in try ProfileCatalog.own.text(named: name) }
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
