// The arguments of the process, without asking /proc, where Swift's own library reads them.
#ifndef TOUCHSTONE_CPLATFORM_ARGUMENTS_H
#define TOUCHSTONE_CPLATFORM_ARGUMENTS_H

/// The arguments as the C library handed them over before `main`, the program's name first; NULL
/// with a C library that hands nothing over.
///
/// `count` is how many there are.
char *const *touchstone_arguments(int *count);

#endif
