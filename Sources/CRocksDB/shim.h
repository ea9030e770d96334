#include <rocksdb/c.h>
#include <stddef.h>

// What the archive that .ci/rocksdb makes tells of itself, as it was compiled. Weak, since Debian's
// own library tells nothing: there each is NULL.
extern const char touchstone_rocksdb_version[] __attribute__((weak));
extern const char touchstone_rocksdb_origin[] __attribute__((weak));
extern const char touchstone_rocksdb_build[] __attribute__((weak));
extern const char touchstone_rocksdb_assertions[] __attribute__((weak));

static inline const char *touchstone_rocksdb_told_version(void) {
    return touchstone_rocksdb_version;
}

static inline const char *touchstone_rocksdb_told_origin(void) {
    return touchstone_rocksdb_origin;
}

static inline const char *touchstone_rocksdb_told_build(void) {
    return touchstone_rocksdb_build;
}

static inline const char *touchstone_rocksdb_told_assertions(void) {
    return touchstone_rocksdb_assertions;
}
