// What compiled the kernels.
#pragma once

// The C compiler's name and version, for reports; a constant that lives as long as the process.
static inline const char *touchstone_compiler(void) {
    return __VERSION__;
}
