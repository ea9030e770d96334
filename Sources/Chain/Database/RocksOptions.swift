internal import CRocksDB

/// How a RocksDB database is opened; what has no field here is fixed to what the node fixes.
package struct RocksOptions: Sendable {
    /// Makes a new database where none is.
    package var createsIfMissing = false

    /// Reads past the kernel's page cache (O_DIRECT).
    package var readsDirectly = false

    /// Waits for the disk with each write, which the node does not.
    package var syncsWrites = false

    /// The CPUs of the machine, of which half may compact in the background.
    package var cpus: Int

    /// The node's `--db-cache`, in bytes.
    package var memoryBudget = memoryBudgetDefault

    /// The node's default of `--db-cache`: 1,024 MiB.
    package static let memoryBudgetDefault = 1024 << 20

    package init(cpus: Int) { self.cpus = cpus }
}

/// The options of the library, as the node sets them.
///
/// - Source: polkadot-sdk, client/db/src/utils.rs (`open_kvdb_rocksdb`: 90 % of the budget to the
///   state's column, the rest to the 13 others); parity-common, kvdb-rocksdb/src/lib.rs
///   (`generate_options`, `generate_block_based_options`, `column_config`, `CompactionProfile`).
final class RocksSettings: @unchecked Sendable {
    // SAFETY: nothing changes behind the initialiser, and the library only reads its options.
    /// For the database and its unnamed column.
    let database: OpaquePointer
    /// For the state's column.
    let state: OpaquePointer
    /// For every other column.
    let other: OpaquePointer
    private let table: OpaquePointer
    private let cache: OpaquePointer

    init(_ options: RocksOptions) {
        database = rocksdb_options_create()
        rocksdb_options_set_create_if_missing(database, options.createsIfMissing ? 1 : 0)
        rocksdb_options_set_create_missing_column_families(
            database, options.createsIfMissing ? 1 : 0)
        rocksdb_options_set_use_fsync(database, 0)
        rocksdb_options_set_max_open_files(database, 512)
        rocksdb_options_set_bytes_per_sync(database, 1 << 20)
        rocksdb_options_set_keep_log_file_num(database, 1)
        rocksdb_options_increase_parallelism(database, Int32(clamping: max(1, options.cpus / 2)))
        rocksdb_options_set_use_direct_reads(database, options.readsDirectly ? 1 : 0)
        table = rocksdb_block_based_options_create()
        rocksdb_block_based_options_set_block_size(table, 16 << 10)
        rocksdb_block_based_options_set_format_version(table, 5)
        rocksdb_block_based_options_set_block_restart_interval(table, 16)
        cache = rocksdb_cache_create_lru(options.memoryBudget / 3)
        rocksdb_block_based_options_set_block_cache(table, cache)
        rocksdb_block_based_options_set_cache_index_and_filter_blocks(table, 1)
        rocksdb_block_based_options_set_pin_l0_filter_and_index_blocks_in_cache(table, 1)
        // The table owns the filter.
        rocksdb_block_based_options_set_filter_policy(table, rocksdb_filterpolicy_create_bloom(10))
        let stateBudget = options.memoryBudget / 10 * 9
        state = Self.column(table, budget: stateBudget)
        other = Self.column(
            table, budget: (options.memoryBudget - stateBudget) / (Column.count - 1))
    }

    private static func column(_ table: OpaquePointer, budget: Int) -> OpaquePointer {
        let column: OpaquePointer = rocksdb_options_create()
        rocksdb_options_set_level_compaction_dynamic_level_bytes(column, 1)
        rocksdb_options_set_block_based_table_factory(column, table)
        // A write buffer is a quarter of the budget.
        rocksdb_options_optimize_level_style_compaction(column, UInt64(budget))
        rocksdb_options_set_target_file_size_base(column, 64 << 20)
        // Without a choice for each level, all are compressed by Snappy, the library's default.
        rocksdb_options_set_compression_per_level(column, nil, 0)
        return column
    }

    deinit {
        rocksdb_options_destroy(database)
        rocksdb_options_destroy(state)
        rocksdb_options_destroy(other)
        rocksdb_block_based_options_destroy(table)
        rocksdb_cache_destroy(cache)
    }
}
