// What a build of the program knows of itself.
#ifndef TOUCHSTONE_CPLATFORM_BUILD_H
#define TOUCHSTONE_CPLATFORM_BUILD_H

/// The commit that this build was made of, as `make dist` names it; NULL where none was named.
const char *touchstone_commit(void);

#endif
