#define _GNU_SOURCE
#include "CPlatformProcess.h"

#include <errno.h>
#include <sys/auxv.h>
#include <sys/prctl.h>

int touchstone_signal_on_parent_end(int signal) {
    return prctl(PR_SET_PDEATHSIG, (unsigned long)signal, 0, 0, 0) == 0 ? 0 : errno;
}

const char *touchstone_executable_path(void) { return (const char *)getauxval(AT_EXECFN); }
