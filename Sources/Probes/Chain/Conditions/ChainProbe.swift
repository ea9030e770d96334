internal import FoundationEssentials
package import Measurement

/// A probe of the simulated chain: RocksDB may end the process that it is used in, so that stages
/// run in another one.
package protocol ChainProbe: IsolatedProbe {
    var conditions: ChainConditions { get }
}

extension ChainProbe {
    package var settings: String {
        // Conditions are finite numbers and a path.
        (try? JSONEncoder().encode(conditions)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    package var lockedDirectories: [String] { [conditions.keptState].compactMap(\.self) }
}
