import ArgumentParser
import History
import Model
import Profiles
import Runs

/// Names that a shell completes, asked of this program when somebody presses the key.
///
/// A history that cannot be read completes nothing; the command itself says why.
extension CompletionKind {
    static var profileNames: CompletionKind {
        .custom { _, _, _ in ProfileCatalog.own.ids }
    }

    static var probeNames: CompletionKind {
        .custom { _, _, _ in ListedProbe.all.map(\.id) }
    }

    static var metricNames: CompletionKind {
        .custom { _, _, _ in ListedProbe.all.flatMap(\.metrics).map(\.id.rawValue) }
    }

    static var baselineNames: CompletionKind {
        .custom { _, _, _ in
            (try? HistoryStore.reading(historyPath).baselines().map(\.name)) ?? []
        }
    }

    /// The newest runs, as many as a screen holds.
    static var runNames: CompletionKind {
        .custom { _, _, _ in
            (try? HistoryStore.reading(historyPath).runs(HistoryFilter(last: 40)).values.map(\.id))
                ?? []
        }
    }

    private static var historyPath: String { StateDirectory.path + "/history.sqlite" }
}
