/// The functions of the test module that call one host function each.
enum TestFunctions {
    static let all = [
        "malloc", "free", "get", "read", "set", "clear", "exists", "append", "next_key",
        "clear_prefix_1", "clear_prefix_2", "root_1", "root_2", "changes_root", "proof_size",
        "start", "commit", "rollback", "child_get", "child_read", "child_set", "child_clear",
        "child_exists", "child_next_key", "child_clear_prefix_1", "child_clear_prefix_2",
        "child_kill_1", "child_kill_2", "child_kill_3", "child_root_1", "child_root_2",
        "blake2_128", "blake2_256", "twox_64", "twox_128", "twox_256", "keccak_256", "keccak_512",
        "sha2_256", "sr25519_verify_1", "sr25519_verify_2", "ed25519_verify", "ecdsa_verify_1",
        "ecdsa_verify_2", "ecdsa_verify_prehashed", "start_batch", "finish_batch", "sr25519_batch",
        "ed25519_batch", "ecdsa_batch", "recover_1", "recover_2", "recover_compressed_1",
        "recover_compressed_2", "ordered_root_1", "ordered_root_2", "trie_root_1", "trie_root_2",
        "max_level", "log", "print_utf8", "print_hex", "print_num", "abort", "runtime_version",
        "index_set", "index_clear", "transaction_index", "transaction_renew", "tracing_enabled",
        "unknown",
    ]
}
