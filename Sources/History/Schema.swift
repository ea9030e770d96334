internal import GRDB

/// The shape of the database: named migrations that are only ever added to.
enum Schema {
    /// Marks the file as a history of this program: `TOUC` in ASCII.
    static let applicationID: Int32 = 0x544F_5543

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1: runs, figures and baselines", migrate: firstVersion)
        migrator.registerMigration("v2: first figures and suspicions", migrate: secondVersion)
        return migrator
    }

    /// Reports stand apart from what is searched, so that a list never reads them.
    private static func firstVersion(_ database: Database) throws {
        try database.execute(sql: "PRAGMA application_id = \(applicationID)")
        try database.execute(
            sql: """
                CREATE TABLE fingerprint (
                    digest TEXT NOT NULL PRIMARY KEY,
                    machine TEXT NOT NULL,
                    methods TEXT NOT NULL
                ) WITHOUT ROWID;
                CREATE TABLE environment (
                    digest TEXT NOT NULL PRIMARY KEY,
                    facts TEXT NOT NULL
                ) WITHOUT ROWID;
                CREATE TABLE run (
                    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                    id TEXT NOT NULL UNIQUE,
                    startedAt TEXT NOT NULL,
                    durationSeconds REAL NOT NULL,
                    complete INTEGER NOT NULL,
                    preset TEXT NOT NULL,
                    toolVersion TEXT NOT NULL,
                    profile TEXT,
                    overall TEXT,
                    exitCode INTEGER,
                    fingerprint TEXT NOT NULL REFERENCES fingerprint,
                    environment TEXT NOT NULL REFERENCES environment,
                    reportDigest TEXT NOT NULL
                );
                CREATE INDEX runByStart ON run (startedAt, sequence);
                CREATE INDEX runByFingerprint ON run (fingerprint, startedAt);
                CREATE TABLE report (
                    run INTEGER PRIMARY KEY REFERENCES run ON DELETE CASCADE,
                    json BLOB NOT NULL
                );
                CREATE TABLE figure (
                    metric TEXT NOT NULL,
                    run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
                    position INTEGER NOT NULL,
                    unit TEXT NOT NULL,
                    direction TEXT NOT NULL,
                    title TEXT NOT NULL,
                    median REAL NOT NULL,
                    sampleCount INTEGER NOT NULL,
                    cap TEXT,
                    PRIMARY KEY (metric, run)
                ) WITHOUT ROWID;
                CREATE INDEX figureByRun ON figure (run, position);
                CREATE TABLE baseline (
                    id INTEGER PRIMARY KEY,
                    name TEXT NOT NULL UNIQUE,
                    createdAt TEXT NOT NULL,
                    fingerprint TEXT NOT NULL REFERENCES fingerprint,
                    digest TEXT NOT NULL
                );
                CREATE TABLE baselineMember (
                    baseline INTEGER NOT NULL REFERENCES baseline ON DELETE CASCADE,
                    position INTEGER NOT NULL,
                    run INTEGER NOT NULL REFERENCES run,
                    PRIMARY KEY (baseline, position),
                    UNIQUE (baseline, run)
                ) WITHOUT ROWID;
                """)
    }

    /// First figures outlive the baseline and its runs, so they name neither by reference.
    private static func secondVersion(_ database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE firstFigure (
                    name TEXT NOT NULL,
                    fingerprint TEXT NOT NULL,
                    metric TEXT NOT NULL,
                    position INTEGER NOT NULL,
                    runID TEXT NOT NULL,
                    startedAt TEXT NOT NULL,
                    median REAL NOT NULL,
                    PRIMARY KEY (name, fingerprint, metric, position),
                    UNIQUE (name, fingerprint, metric, runID)
                ) WITHOUT ROWID;
                CREATE TABLE suspicion (
                    baseline INTEGER NOT NULL PRIMARY KEY REFERENCES baseline ON DELETE CASCADE,
                    run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
                    metrics TEXT NOT NULL
                );
                """)
        let baselines = try Row.fetchAll(
            database, sql: "SELECT id, name, fingerprint FROM baseline")
        // What cannot be read is left out: else no history that holds it could be opened again.
        var known = Readable<(id: Int64, name: String, fingerprint: String)>()
        for row in baselines {
            try known.add(row) {
                (
                    try $0.value(0, of: nil), try $0.value(1, of: nil), try $0.value(2, of: nil)
                )
            }
        }
        for baseline in known.values {
            try HistoryStore.keepFirstFigures(
                ofBaseline: baseline.id, name: baseline.name, fingerprint: baseline.fingerprint,
                database)
        }
    }
}
