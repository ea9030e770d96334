#include "CPlatformBuild.h"

#include <stddef.h>

const char *touchstone_commit(void) {
#ifdef TOUCHSTONE_COMMIT
    return TOUCHSTONE_COMMIT;
#else
    return NULL;
#endif
}
