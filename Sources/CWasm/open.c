#include "CWasm.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static int find(void *handle, const char *name, void *place, char *error, size_t size) {
    void *symbol = dlsym(handle, name);
    if (symbol == NULL) {
        snprintf(error, size, "it has no function %s", name);
        return -1;
    }
    // A pointer to data and one to a function are of one size wherever dlsym exists.
    memcpy(place, &symbol, sizeof symbol);
    return 0;
}

int cwasm_open(const char *path, cwasm_library *library, char *error, size_t size) {
    void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        const char *reason = dlerror();
        snprintf(error, size, "%s", reason == NULL ? "it cannot be opened" : reason);
        return -1;
    }
#define CWASM_FIND(result, name, arguments)                                                       \
    if (find(handle, #name, &library->name, error, size) != 0) {                                  \
        dlclose(handle);                                                                          \
        return -1;                                                                                \
    }
    CWASM_FUNCTIONS(CWASM_FIND)
#undef CWASM_FIND
    return 0;
}
