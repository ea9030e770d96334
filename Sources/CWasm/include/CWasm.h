// Wasmtime's C API as far as it is called here, found in a library that is opened at run time: the
// program runs without it.
//
// Declarations by hand, since the library's usual packages hold no headers. They hold for wasmtime
// 35 to 50: the layouts are those that the Python package of each version declares.
//
// Source: docs.wasmtime.dev/c-api; wasmtime's Python package, wasmtime/_bindings.py.
#ifndef TOUCHSTONE_CWASM_H
#define TOUCHSTONE_CWASM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct wasm_config_t wasm_config_t;
typedef struct wasm_engine_t wasm_engine_t;
typedef struct wasm_trap_t wasm_trap_t;
typedef struct wasm_functype_t wasm_functype_t;
typedef struct wasm_importtype_t wasm_importtype_t;
typedef struct wasm_externtype_t wasm_externtype_t;
typedef struct wasmtime_module wasmtime_module_t;
typedef struct wasmtime_store wasmtime_store_t;
typedef struct wasmtime_context wasmtime_context_t;
typedef struct wasmtime_linker wasmtime_linker_t;
typedef struct wasmtime_error wasmtime_error_t;
typedef struct wasmtime_caller wasmtime_caller_t;
typedef struct wasmtime_instance_pre wasmtime_instance_pre_t;
typedef struct wasmtime_pooling_allocation_config_t wasmtime_pooling_allocation_config_t;

typedef struct {
    size_t size;
    char *data;
} wasm_byte_vec_t;

typedef struct {
    size_t size;
    wasm_importtype_t **data;
} wasm_importtype_vec_t;

typedef struct {
    uint64_t store_id;
    void *object;
} wasmtime_func_t;

typedef struct {
    uint64_t store_id;
    uint32_t parts[3];
} wasmtime_global_t;

typedef struct {
    struct {
        uint64_t store_id;
        uint32_t part;
    } instance;
    uint32_t part;
} wasmtime_memory_t;

typedef struct {
    uint64_t store_id;
    size_t object;
} wasmtime_instance_t;

/// What an instance exports: a function (kind 0), a global (1) or a memory (3).
typedef struct {
    uint8_t kind;
    union {
        wasmtime_func_t function;
        wasmtime_global_t global;
        wasmtime_memory_t memory;
    } of;
} wasmtime_extern_t;

/// A value with its type: i32 (kind 0), i64 (1) and others.
typedef struct {
    uint8_t kind;
    union {
        int32_t i32;
        int64_t i64;
        uint64_t words[3];
    } of;
} wasmtime_val_t;

/// A host function without a check or an allocation: arguments come and results go in `values`,
/// 16 bytes each, of which integers use the first.
///
/// Returns NULL, or a trap that ends the call.
typedef wasm_trap_t *(*cwasm_host_function)(
    void *environment, wasmtime_caller_t *caller, uint64_t *values, size_t count);

// Result, name, arguments.
#define CWASM_FUNCTIONS(X)                                                                        \
    X(wasm_config_t *, wasm_config_new, (void))                                                   \
    X(wasm_engine_t *, wasm_engine_new_with_config, (wasm_config_t *))                            \
    X(void, wasm_engine_delete, (wasm_engine_t *))                                                \
    X(void, wasmtime_config_cranelift_opt_level_set, (wasm_config_t *, uint8_t))                  \
    X(void, wasmtime_config_max_wasm_stack_set, (wasm_config_t *, size_t))                        \
    X(void, wasmtime_config_memory_init_cow_set, (wasm_config_t *, bool))                         \
    X(void, wasmtime_config_memory_reservation_set, (wasm_config_t *, uint64_t))                  \
    X(void, wasmtime_config_memory_guard_size_set, (wasm_config_t *, uint64_t))                   \
    X(void, wasmtime_config_memory_reservation_for_growth_set, (wasm_config_t *, uint64_t))       \
    X(void, wasmtime_config_parallel_compilation_set, (wasm_config_t *, bool))                    \
    X(void, wasmtime_config_epoch_interruption_set, (wasm_config_t *, bool))                      \
    X(void, wasmtime_config_wasm_simd_set, (wasm_config_t *, bool))                               \
    X(void, wasmtime_config_wasm_relaxed_simd_set, (wasm_config_t *, bool))                       \
    X(void, wasmtime_config_wasm_threads_set, (wasm_config_t *, bool))                            \
    X(void, wasmtime_config_wasm_multi_memory_set, (wasm_config_t *, bool))                       \
    X(void, wasmtime_config_wasm_memory64_set, (wasm_config_t *, bool))                           \
    X(wasmtime_pooling_allocation_config_t *, wasmtime_pooling_allocation_config_new, (void))     \
    X(void, wasmtime_pooling_allocation_config_delete,                                            \
      (wasmtime_pooling_allocation_config_t *))                                                   \
    X(void, wasmtime_pooling_allocation_config_max_unused_warm_slots_set,                         \
      (wasmtime_pooling_allocation_config_t *, uint32_t))                                         \
    X(void, wasmtime_pooling_allocation_config_total_core_instances_set,                          \
      (wasmtime_pooling_allocation_config_t *, uint32_t))                                         \
    X(void, wasmtime_pooling_allocation_config_total_memories_set,                                \
      (wasmtime_pooling_allocation_config_t *, uint32_t))                                         \
    X(void, wasmtime_pooling_allocation_config_total_tables_set,                                  \
      (wasmtime_pooling_allocation_config_t *, uint32_t))                                         \
    X(void, wasmtime_pooling_allocation_config_max_core_instance_size_set,                        \
      (wasmtime_pooling_allocation_config_t *, size_t))                                           \
    X(void, wasmtime_pooling_allocation_config_table_elements_set,                                \
      (wasmtime_pooling_allocation_config_t *, size_t))                                           \
    X(void, wasmtime_pooling_allocation_config_max_memory_size_set,                               \
      (wasmtime_pooling_allocation_config_t *, size_t))                                           \
    X(void, wasmtime_pooling_allocation_strategy_set,                                             \
      (wasm_config_t *, wasmtime_pooling_allocation_config_t *))                                  \
    X(void, wasmtime_engine_increment_epoch, (wasm_engine_t *))                                   \
    X(wasmtime_error_t *, wasmtime_module_new,                                                    \
      (wasm_engine_t *, const uint8_t *, size_t, wasmtime_module_t **))                           \
    X(void, wasmtime_module_delete, (wasmtime_module_t *))                                        \
    X(wasmtime_error_t *, wasmtime_module_serialize, (wasmtime_module_t *, wasm_byte_vec_t *))    \
    X(wasmtime_error_t *, wasmtime_module_deserialize_file,                                       \
      (wasm_engine_t *, const char *, wasmtime_module_t **))                                      \
    X(void, wasmtime_module_imports, (const wasmtime_module_t *, wasm_importtype_vec_t *))        \
    X(void, wasm_importtype_vec_delete, (wasm_importtype_vec_t *))                                \
    X(const wasm_byte_vec_t *, wasm_importtype_name, (const wasm_importtype_t *))                 \
    X(const wasm_externtype_t *, wasm_importtype_type, (const wasm_importtype_t *))               \
    X(const wasm_functype_t *, wasm_externtype_as_functype_const, (const wasm_externtype_t *))    \
    X(wasmtime_store_t *, wasmtime_store_new, (wasm_engine_t *, void *, void (*)(void *)))        \
    X(void, wasmtime_store_delete, (wasmtime_store_t *))                                          \
    X(wasmtime_context_t *, wasmtime_store_context, (wasmtime_store_t *))                         \
    X(void, wasmtime_context_set_epoch_deadline, (wasmtime_context_t *, uint64_t))                \
    X(wasmtime_linker_t *, wasmtime_linker_new, (wasm_engine_t *))                                \
    X(void, wasmtime_linker_delete, (wasmtime_linker_t *))                                        \
    X(wasmtime_error_t *, wasmtime_linker_define_func_unchecked,                                  \
      (wasmtime_linker_t *, const char *, size_t, const char *, size_t, const wasm_functype_t *,  \
       cwasm_host_function, void *, void (*)(void *)))                                            \
    X(wasmtime_error_t *, wasmtime_linker_instantiate_pre,                                        \
      (const wasmtime_linker_t *, const wasmtime_module_t *, wasmtime_instance_pre_t **))         \
    X(void, wasmtime_instance_pre_delete, (wasmtime_instance_pre_t *))                            \
    X(wasmtime_error_t *, wasmtime_instance_pre_instantiate,                                      \
      (const wasmtime_instance_pre_t *, wasmtime_context_t *, wasmtime_instance_t *,              \
       wasm_trap_t **))                                                                           \
    X(bool, wasmtime_instance_export_get,                                                         \
      (wasmtime_context_t *, const wasmtime_instance_t *, const char *, size_t,                   \
       wasmtime_extern_t *))                                                                      \
    X(uint8_t *, wasmtime_memory_data, (const wasmtime_context_t *, const wasmtime_memory_t *))   \
    X(size_t, wasmtime_memory_data_size,                                                          \
      (const wasmtime_context_t *, const wasmtime_memory_t *))                                    \
    X(void, wasmtime_global_get,                                                                  \
      (wasmtime_context_t *, const wasmtime_global_t *, wasmtime_val_t *))                        \
    X(wasmtime_error_t *, wasmtime_func_call_unchecked,                                           \
      (wasmtime_context_t *, const wasmtime_func_t *, uint64_t *, size_t, wasm_trap_t **))        \
    X(wasm_trap_t *, wasmtime_trap_new, (const char *, size_t))                                   \
    X(void, wasm_trap_message, (const wasm_trap_t *, wasm_byte_vec_t *))                          \
    X(bool, wasmtime_trap_code, (const wasm_trap_t *, uint8_t *))                                 \
    X(void, wasm_trap_delete, (wasm_trap_t *))                                                    \
    X(void, wasmtime_error_message, (const wasmtime_error_t *, wasm_byte_vec_t *))                \
    X(void, wasmtime_error_delete, (wasmtime_error_t *))                                          \
    X(void, wasm_byte_vec_delete, (wasm_byte_vec_t *))

/// The functions of an opened library.
typedef struct {
#define CWASM_FIELD(result, name, arguments) result (*name) arguments;
    CWASM_FUNCTIONS(CWASM_FIELD)
#undef CWASM_FIELD
} cwasm_library;

/// Opens a library and finds its functions. It stays open: code that it made may not outlive it.
///
/// Returns 0; or -1 and, in `error`, at most `size` bytes of why, with a NUL at the end.
int cwasm_open(const char *path, cwasm_library *library, char *error, size_t size);

#endif
