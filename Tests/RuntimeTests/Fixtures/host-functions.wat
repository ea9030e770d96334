;; A runtime of our own for tests: each export calls one host function with words of its input.
;;
;; The input is words of 8 bytes, little-endian: the host function's arguments in their order. Behind
;; them may lie what they point to; the input begins at 65544, behind the header of its chunk. The
;; answer is what the host function gives: the bytes that it points to, its word, or nothing.
;;
;; Assembled by `wat2wasm` of Debian's wabt 1.0.32 into host-functions.wasm.
(module
  (import "env" "ext_allocator_malloc_version_1"
    (func $malloc (param i32) (result i32)))
  (import "env" "ext_allocator_free_version_1"
    (func $free (param i32)))
  (import "env" "ext_storage_get_version_1"
    (func $get (param i64) (result i64)))
  (import "env" "ext_storage_read_version_1"
    (func $read (param i64 i64 i32) (result i64)))
  (import "env" "ext_storage_set_version_1"
    (func $set (param i64 i64)))
  (import "env" "ext_storage_clear_version_1"
    (func $clear (param i64)))
  (import "env" "ext_storage_exists_version_1"
    (func $exists (param i64) (result i32)))
  (import "env" "ext_storage_append_version_1"
    (func $append (param i64 i64)))
  (import "env" "ext_storage_next_key_version_1"
    (func $next_key (param i64) (result i64)))
  (import "env" "ext_storage_clear_prefix_version_1"
    (func $clear_prefix_1 (param i64)))
  (import "env" "ext_storage_clear_prefix_version_2"
    (func $clear_prefix_2 (param i64 i64) (result i64)))
  (import "env" "ext_storage_root_version_1"
    (func $root_1 (result i64)))
  (import "env" "ext_storage_root_version_2"
    (func $root_2 (param i32) (result i64)))
  (import "env" "ext_storage_changes_root_version_1"
    (func $changes_root (param i64) (result i64)))
  (import "env" "ext_storage_proof_size_storage_proof_size_version_1"
    (func $proof_size (result i64)))
  (import "env" "ext_storage_start_transaction_version_1"
    (func $start))
  (import "env" "ext_storage_commit_transaction_version_1"
    (func $commit))
  (import "env" "ext_storage_rollback_transaction_version_1"
    (func $rollback))
  (import "env" "ext_default_child_storage_get_version_1"
    (func $child_get (param i64 i64) (result i64)))
  (import "env" "ext_default_child_storage_read_version_1"
    (func $child_read (param i64 i64 i64 i32) (result i64)))
  (import "env" "ext_default_child_storage_set_version_1"
    (func $child_set (param i64 i64 i64)))
  (import "env" "ext_default_child_storage_clear_version_1"
    (func $child_clear (param i64 i64)))
  (import "env" "ext_default_child_storage_exists_version_1"
    (func $child_exists (param i64 i64) (result i32)))
  (import "env" "ext_default_child_storage_next_key_version_1"
    (func $child_next_key (param i64 i64) (result i64)))
  (import "env" "ext_default_child_storage_clear_prefix_version_1"
    (func $child_clear_prefix_1 (param i64 i64)))
  (import "env" "ext_default_child_storage_clear_prefix_version_2"
    (func $child_clear_prefix_2 (param i64 i64 i64) (result i64)))
  (import "env" "ext_default_child_storage_storage_kill_version_1"
    (func $child_kill_1 (param i64)))
  (import "env" "ext_default_child_storage_storage_kill_version_2"
    (func $child_kill_2 (param i64 i64) (result i32)))
  (import "env" "ext_default_child_storage_storage_kill_version_3"
    (func $child_kill_3 (param i64 i64) (result i64)))
  (import "env" "ext_default_child_storage_root_version_1"
    (func $child_root_1 (param i64) (result i64)))
  (import "env" "ext_default_child_storage_root_version_2"
    (func $child_root_2 (param i64 i32) (result i64)))
  (import "env" "ext_hashing_blake2_128_version_1"
    (func $blake2_128 (param i64) (result i32)))
  (import "env" "ext_hashing_blake2_256_version_1"
    (func $blake2_256 (param i64) (result i32)))
  (import "env" "ext_hashing_twox_64_version_1"
    (func $twox_64 (param i64) (result i32)))
  (import "env" "ext_hashing_twox_128_version_1"
    (func $twox_128 (param i64) (result i32)))
  (import "env" "ext_hashing_twox_256_version_1"
    (func $twox_256 (param i64) (result i32)))
  (import "env" "ext_hashing_keccak_256_version_1"
    (func $keccak_256 (param i64) (result i32)))
  (import "env" "ext_hashing_keccak_512_version_1"
    (func $keccak_512 (param i64) (result i32)))
  (import "env" "ext_hashing_sha2_256_version_1"
    (func $sha2_256 (param i64) (result i32)))
  (import "env" "ext_crypto_sr25519_verify_version_1"
    (func $sr25519_verify_1 (param i32 i64 i32) (result i32)))
  (import "env" "ext_crypto_sr25519_verify_version_2"
    (func $sr25519_verify_2 (param i32 i64 i32) (result i32)))
  (import "env" "ext_crypto_ed25519_verify_version_1"
    (func $ed25519_verify (param i32 i64 i32) (result i32)))
  (import "env" "ext_crypto_ecdsa_verify_version_1"
    (func $ecdsa_verify_1 (param i32 i64 i32) (result i32)))
  (import "env" "ext_crypto_ecdsa_verify_version_2"
    (func $ecdsa_verify_2 (param i32 i64 i32) (result i32)))
  (import "env" "ext_crypto_ecdsa_verify_prehashed_version_1"
    (func $ecdsa_verify_prehashed (param i32 i32 i32) (result i32)))
  (import "env" "ext_crypto_start_batch_verify_version_1"
    (func $start_batch))
  (import "env" "ext_crypto_finish_batch_verify_version_1"
    (func $finish_batch (result i32)))
  (import "env" "ext_crypto_sr25519_batch_verify_version_1"
    (func $sr25519_batch (param i32 i64 i32) (result i32)))
  (import "env" "ext_crypto_ed25519_batch_verify_version_1"
    (func $ed25519_batch (param i32 i64 i32) (result i32)))
  (import "env" "ext_crypto_ecdsa_batch_verify_version_1"
    (func $ecdsa_batch (param i32 i64 i32) (result i32)))
  (import "env" "ext_crypto_secp256k1_ecdsa_recover_version_1"
    (func $recover_1 (param i32 i32) (result i64)))
  (import "env" "ext_crypto_secp256k1_ecdsa_recover_version_2"
    (func $recover_2 (param i32 i32) (result i64)))
  (import "env" "ext_crypto_secp256k1_ecdsa_recover_compressed_version_1"
    (func $recover_compressed_1 (param i32 i32) (result i64)))
  (import "env" "ext_crypto_secp256k1_ecdsa_recover_compressed_version_2"
    (func $recover_compressed_2 (param i32 i32) (result i64)))
  (import "env" "ext_trie_blake2_256_ordered_root_version_1"
    (func $ordered_root_1 (param i64) (result i32)))
  (import "env" "ext_trie_blake2_256_ordered_root_version_2"
    (func $ordered_root_2 (param i64 i32) (result i32)))
  (import "env" "ext_trie_blake2_256_root_version_1"
    (func $trie_root_1 (param i64) (result i32)))
  (import "env" "ext_trie_blake2_256_root_version_2"
    (func $trie_root_2 (param i64 i32) (result i32)))
  (import "env" "ext_logging_max_level_version_1"
    (func $max_level (result i32)))
  (import "env" "ext_logging_log_version_1"
    (func $log (param i32 i64 i64)))
  (import "env" "ext_misc_print_utf8_version_1"
    (func $print_utf8 (param i64)))
  (import "env" "ext_misc_print_hex_version_1"
    (func $print_hex (param i64)))
  (import "env" "ext_misc_print_num_version_1"
    (func $print_num (param i64)))
  (import "env" "ext_panic_handler_abort_on_panic_version_1"
    (func $abort (param i64)))
  (import "env" "ext_misc_runtime_version_version_1"
    (func $runtime_version (param i64) (result i64)))
  (import "env" "ext_offchain_index_set_version_1"
    (func $index_set (param i64 i64)))
  (import "env" "ext_offchain_index_clear_version_1"
    (func $index_clear (param i64)))
  (import "env" "ext_transaction_index_index_version_1"
    (func $transaction_index (param i32 i32 i32)))
  (import "env" "ext_transaction_index_renew_version_1"
    (func $transaction_renew (param i32 i32)))
  (import "env" "ext_wasm_tracing_enabled_version_1"
    (func $tracing_enabled (param i64) (result i32)))
  (import "env" "ext_nobody_implements_this_version_1"
    (func $unknown (param i32 i64) (result i32)))
  (import "env" "memory" (memory 2))
  (global (export "__heap_base") i32 (i32.const 65536))
  (global (export "__data_end") i32 (i32.const 65536))

  ;; The answer of a word.
  (func $word (param i32) (result i64)
    (i32.store (i32.const 1024) (local.get 0))
    (i64.const 0x400000400))
  (func $wide (param i64) (result i64)
    (i64.store (i32.const 1024) (local.get 0))
    (i64.const 0x800000400))
  ;; The answer of so many bytes at an address.
  (func $fat (param i32 i64) (result i64)
    (i64.or (i64.extend_i32_u (local.get 0)) (i64.shl (local.get 1) (i64.const 32))))

  (func (export "malloc") (param i32 i32) (result i64)
    (call $word (call $malloc
        (i32.load offset=0 (local.get 0)))))
  (func (export "free") (param i32 i32) (result i64)
    (call $free
        (i32.load offset=0 (local.get 0)))
    (i64.const 0))
  (func (export "get") (param i32 i32) (result i64)
    (call $get
        (i64.load offset=0 (local.get 0))))
  (func (export "read") (param i32 i32) (result i64)
    (call $read
        (i64.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0))
        (i32.load offset=16 (local.get 0))))
  (func (export "set") (param i32 i32) (result i64)
    (call $set
        (i64.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0)))
    (i64.const 0))
  (func (export "clear") (param i32 i32) (result i64)
    (call $clear
        (i64.load offset=0 (local.get 0)))
    (i64.const 0))
  (func (export "exists") (param i32 i32) (result i64)
    (call $word (call $exists
        (i64.load offset=0 (local.get 0)))))
  (func (export "append") (param i32 i32) (result i64)
    (call $append
        (i64.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0)))
    (i64.const 0))
  (func (export "next_key") (param i32 i32) (result i64)
    (call $next_key
        (i64.load offset=0 (local.get 0))))
  (func (export "clear_prefix_1") (param i32 i32) (result i64)
    (call $clear_prefix_1
        (i64.load offset=0 (local.get 0)))
    (i64.const 0))
  (func (export "clear_prefix_2") (param i32 i32) (result i64)
    (call $clear_prefix_2
        (i64.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0))))
  (func (export "root_1") (param i32 i32) (result i64)
    (call $root_1))
  (func (export "root_2") (param i32 i32) (result i64)
    (call $root_2
        (i32.load offset=0 (local.get 0))))
  (func (export "changes_root") (param i32 i32) (result i64)
    (call $changes_root
        (i64.load offset=0 (local.get 0))))
  (func (export "proof_size") (param i32 i32) (result i64)
    (call $wide (call $proof_size)))
  (func (export "start") (param i32 i32) (result i64)
    (call $start)
    (i64.const 0))
  (func (export "commit") (param i32 i32) (result i64)
    (call $commit)
    (i64.const 0))
  (func (export "rollback") (param i32 i32) (result i64)
    (call $rollback)
    (i64.const 0))
  (func (export "child_get") (param i32 i32) (result i64)
    (call $child_get
        (i64.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0))))
  (func (export "child_read") (param i32 i32) (result i64)
    (call $child_read
        (i64.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0))
        (i64.load offset=16 (local.get 0))
        (i32.load offset=24 (local.get 0))))
  (func (export "child_set") (param i32 i32) (result i64)
    (call $child_set
        (i64.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0))
        (i64.load offset=16 (local.get 0)))
    (i64.const 0))
  (func (export "child_clear") (param i32 i32) (result i64)
    (call $child_clear
        (i64.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0)))
    (i64.const 0))
  (func (export "child_exists") (param i32 i32) (result i64)
    (call $word (call $child_exists
        (i64.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0)))))
  (func (export "child_next_key") (param i32 i32) (result i64)
    (call $child_next_key
        (i64.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0))))
  (func (export "child_clear_prefix_1") (param i32 i32) (result i64)
    (call $child_clear_prefix_1
        (i64.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0)))
    (i64.const 0))
  (func (export "child_clear_prefix_2") (param i32 i32) (result i64)
    (call $child_clear_prefix_2
        (i64.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0))
        (i64.load offset=16 (local.get 0))))
  (func (export "child_kill_1") (param i32 i32) (result i64)
    (call $child_kill_1
        (i64.load offset=0 (local.get 0)))
    (i64.const 0))
  (func (export "child_kill_2") (param i32 i32) (result i64)
    (call $word (call $child_kill_2
        (i64.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0)))))
  (func (export "child_kill_3") (param i32 i32) (result i64)
    (call $child_kill_3
        (i64.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0))))
  (func (export "child_root_1") (param i32 i32) (result i64)
    (call $child_root_1
        (i64.load offset=0 (local.get 0))))
  (func (export "child_root_2") (param i32 i32) (result i64)
    (call $child_root_2
        (i64.load offset=0 (local.get 0))
        (i32.load offset=8 (local.get 0))))
  (func (export "blake2_128") (param i32 i32) (result i64)
    (call $fat (call $blake2_128
        (i64.load offset=0 (local.get 0))) (i64.const 16)))
  (func (export "blake2_256") (param i32 i32) (result i64)
    (call $fat (call $blake2_256
        (i64.load offset=0 (local.get 0))) (i64.const 32)))
  (func (export "twox_64") (param i32 i32) (result i64)
    (call $fat (call $twox_64
        (i64.load offset=0 (local.get 0))) (i64.const 8)))
  (func (export "twox_128") (param i32 i32) (result i64)
    (call $fat (call $twox_128
        (i64.load offset=0 (local.get 0))) (i64.const 16)))
  (func (export "twox_256") (param i32 i32) (result i64)
    (call $fat (call $twox_256
        (i64.load offset=0 (local.get 0))) (i64.const 32)))
  (func (export "keccak_256") (param i32 i32) (result i64)
    (call $fat (call $keccak_256
        (i64.load offset=0 (local.get 0))) (i64.const 32)))
  (func (export "keccak_512") (param i32 i32) (result i64)
    (call $fat (call $keccak_512
        (i64.load offset=0 (local.get 0))) (i64.const 64)))
  (func (export "sha2_256") (param i32 i32) (result i64)
    (call $fat (call $sha2_256
        (i64.load offset=0 (local.get 0))) (i64.const 32)))
  (func (export "sr25519_verify_1") (param i32 i32) (result i64)
    (call $word (call $sr25519_verify_1
        (i32.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0))
        (i32.load offset=16 (local.get 0)))))
  (func (export "sr25519_verify_2") (param i32 i32) (result i64)
    (call $word (call $sr25519_verify_2
        (i32.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0))
        (i32.load offset=16 (local.get 0)))))
  (func (export "ed25519_verify") (param i32 i32) (result i64)
    (call $word (call $ed25519_verify
        (i32.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0))
        (i32.load offset=16 (local.get 0)))))
  (func (export "ecdsa_verify_1") (param i32 i32) (result i64)
    (call $word (call $ecdsa_verify_1
        (i32.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0))
        (i32.load offset=16 (local.get 0)))))
  (func (export "ecdsa_verify_2") (param i32 i32) (result i64)
    (call $word (call $ecdsa_verify_2
        (i32.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0))
        (i32.load offset=16 (local.get 0)))))
  (func (export "ecdsa_verify_prehashed") (param i32 i32) (result i64)
    (call $word (call $ecdsa_verify_prehashed
        (i32.load offset=0 (local.get 0))
        (i32.load offset=8 (local.get 0))
        (i32.load offset=16 (local.get 0)))))
  (func (export "start_batch") (param i32 i32) (result i64)
    (call $start_batch)
    (i64.const 0))
  (func (export "finish_batch") (param i32 i32) (result i64)
    (call $word (call $finish_batch)))
  (func (export "sr25519_batch") (param i32 i32) (result i64)
    (call $word (call $sr25519_batch
        (i32.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0))
        (i32.load offset=16 (local.get 0)))))
  (func (export "ed25519_batch") (param i32 i32) (result i64)
    (call $word (call $ed25519_batch
        (i32.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0))
        (i32.load offset=16 (local.get 0)))))
  (func (export "ecdsa_batch") (param i32 i32) (result i64)
    (call $word (call $ecdsa_batch
        (i32.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0))
        (i32.load offset=16 (local.get 0)))))
  (func (export "recover_1") (param i32 i32) (result i64)
    (call $recover_1
        (i32.load offset=0 (local.get 0))
        (i32.load offset=8 (local.get 0))))
  (func (export "recover_2") (param i32 i32) (result i64)
    (call $recover_2
        (i32.load offset=0 (local.get 0))
        (i32.load offset=8 (local.get 0))))
  (func (export "recover_compressed_1") (param i32 i32) (result i64)
    (call $recover_compressed_1
        (i32.load offset=0 (local.get 0))
        (i32.load offset=8 (local.get 0))))
  (func (export "recover_compressed_2") (param i32 i32) (result i64)
    (call $recover_compressed_2
        (i32.load offset=0 (local.get 0))
        (i32.load offset=8 (local.get 0))))
  (func (export "ordered_root_1") (param i32 i32) (result i64)
    (call $fat (call $ordered_root_1
        (i64.load offset=0 (local.get 0))) (i64.const 32)))
  (func (export "ordered_root_2") (param i32 i32) (result i64)
    (call $fat (call $ordered_root_2
        (i64.load offset=0 (local.get 0))
        (i32.load offset=8 (local.get 0))) (i64.const 32)))
  (func (export "trie_root_1") (param i32 i32) (result i64)
    (call $fat (call $trie_root_1
        (i64.load offset=0 (local.get 0))) (i64.const 32)))
  (func (export "trie_root_2") (param i32 i32) (result i64)
    (call $fat (call $trie_root_2
        (i64.load offset=0 (local.get 0))
        (i32.load offset=8 (local.get 0))) (i64.const 32)))
  (func (export "max_level") (param i32 i32) (result i64)
    (call $word (call $max_level)))
  (func (export "log") (param i32 i32) (result i64)
    (call $log
        (i32.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0))
        (i64.load offset=16 (local.get 0)))
    (i64.const 0))
  (func (export "print_utf8") (param i32 i32) (result i64)
    (call $print_utf8
        (i64.load offset=0 (local.get 0)))
    (i64.const 0))
  (func (export "print_hex") (param i32 i32) (result i64)
    (call $print_hex
        (i64.load offset=0 (local.get 0)))
    (i64.const 0))
  (func (export "print_num") (param i32 i32) (result i64)
    (call $print_num
        (i64.load offset=0 (local.get 0)))
    (i64.const 0))
  (func (export "abort") (param i32 i32) (result i64)
    (call $abort
        (i64.load offset=0 (local.get 0)))
    (i64.const 0))
  (func (export "runtime_version") (param i32 i32) (result i64)
    (call $runtime_version
        (i64.load offset=0 (local.get 0))))
  (func (export "index_set") (param i32 i32) (result i64)
    (call $index_set
        (i64.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0)))
    (i64.const 0))
  (func (export "index_clear") (param i32 i32) (result i64)
    (call $index_clear
        (i64.load offset=0 (local.get 0)))
    (i64.const 0))
  (func (export "transaction_index") (param i32 i32) (result i64)
    (call $transaction_index
        (i32.load offset=0 (local.get 0))
        (i32.load offset=8 (local.get 0))
        (i32.load offset=16 (local.get 0)))
    (i64.const 0))
  (func (export "transaction_renew") (param i32 i32) (result i64)
    (call $transaction_renew
        (i32.load offset=0 (local.get 0))
        (i32.load offset=8 (local.get 0)))
    (i64.const 0))
  (func (export "tracing_enabled") (param i32 i32) (result i64)
    (call $word (call $tracing_enabled
        (i64.load offset=0 (local.get 0)))))
  (func (export "unknown") (param i32 i32) (result i64)
    (call $word (call $unknown
        (i32.load offset=0 (local.get 0))
        (i64.load offset=8 (local.get 0)))))

  ;; Gives its input back.
  (func (export "echo") (param i32 i32) (result i64)
    (call $fat (local.get 0) (i64.extend_i32_u (local.get 1))))
  ;; Runs without end.
  (func (export "loop") (param i32 i32) (result i64)
    (loop $again (br $again)) (unreachable))
  ;; Calls itself without end.
  (func $deep (export "deep") (param i32 i32) (result i64)
    (i64.add (call $deep (local.get 0) (local.get 1)) (i64.const 1)))
  ;; Logs its input and stops, as a panic does.
  (func (export "panic") (param i32 i32) (result i64)
    (call $log (i32.const 1) (i64.const 0)
      (call $fat (local.get 0) (i64.extend_i32_u (local.get 1))))
    (unreachable))
  ;; Reads where no memory is.
  (func (export "beyond") (param i32 i32) (result i64)
    (i64.load (i32.const -16)))
  ;; Asks for more memory until there is none: the answer is how often it was given.
  (func (export "grow") (param i32 i32) (result i64)
    (local $count i32)
    (block $done
      (loop $again
        (br_if $done (i32.eq (memory.grow (i32.const 1)) (i32.const -1)))
        (local.set $count (i32.add (local.get $count) (i32.const 1)))
        (br $again)))
    (call $word (local.get $count)))
  ;; An answer that lies beyond the memory.
  (func (export "lie") (param i32 i32) (result i64) (i64.const -1))
  ;; Leaves a transaction open with a change in it; the input's words are key and value.
  (func (export "leave_open") (param i32 i32) (result i64)
    (call $start)
    (call $set (i64.load (local.get 0)) (i64.load offset=8 (local.get 0)))
    (i64.const 0))
  ;; Changes the state and stops.
  (func (export "set_and_stop") (param i32 i32) (result i64)
    (call $set (i64.load (local.get 0)) (i64.load offset=8 (local.get 0)))
    (unreachable))
  ;; Fills the state without end with values of the size in its first word.
  (func (export "fill") (param i32 i32) (result i64)
    (local $count i64)
    (loop $again
      (local.set $count (i64.add (local.get $count) (i64.const 1)))
      (i64.store (i32.const 2048) (local.get $count))
      (call $set (i64.const 0x800000800)
        (call $fat (i32.const 65536) (i64.load (local.get 0))))
      (br $again))
    (unreachable))

  ;; Loops for measurements: the first word says how often, the others are arguments. Results are
  ;; freed, as a runtime does.
  (func (export "bench_nothing") (param i32 i32) (result i64)
    (local $left i64)
    (local.set $left (i64.load (local.get 0)))
    (loop $again
      (call $free (call $malloc (i32.const 80)))
      (local.set $left (i64.sub (local.get $left) (i64.const 1)))
      (br_if $again (i64.gt_s (local.get $left) (i64.const 0))))
    (i64.const 0))
  (func (export "bench_get") (param i32 i32) (result i64)
    (local $left i64)
    (local.set $left (i64.load (local.get 0)))
    (loop $again
      (call $free (i32.wrap_i64 (call $get (i64.load offset=8 (local.get 0)))))
      (local.set $left (i64.sub (local.get $left) (i64.const 1)))
      (br_if $again (i64.gt_s (local.get $left) (i64.const 0))))
    (i64.const 0))
  (func (export "bench_append") (param i32 i32) (result i64)
    (local $left i64)
    (local.set $left (i64.load (local.get 0)))
    (loop $again
      (call $append (i64.load offset=8 (local.get 0)) (i64.load offset=16 (local.get 0)))
      (local.set $left (i64.sub (local.get $left) (i64.const 1)))
      (br_if $again (i64.gt_s (local.get $left) (i64.const 0))))
    (i64.const 0))
  (func (export "bench_blake2_128") (param i32 i32) (result i64)
    (local $left i64)
    (local.set $left (i64.load (local.get 0)))
    (loop $again
      (call $free (call $blake2_128 (i64.load offset=8 (local.get 0))))
      (local.set $left (i64.sub (local.get $left) (i64.const 1)))
      (br_if $again (i64.gt_s (local.get $left) (i64.const 0))))
    (i64.const 0))
)
