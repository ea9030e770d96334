#include "CPlatformArguments.h"

#include <stddef.h>
#include <features.h>

static int argument_count = 0;
static char **argument_values = NULL;

// The GNU C library calls constructors with the arguments of main (call_init in elf/dl-init.c).
#if defined(__GLIBC__)
__attribute__((constructor)) static void keep_arguments(int count, char **values) {
    argument_count = count;
    argument_values = values;
}
#endif

char *const *touchstone_arguments(int *count) {
    *count = argument_count;
    return argument_values;
}
