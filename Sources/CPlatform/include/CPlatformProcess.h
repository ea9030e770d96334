// What a process that serves another one needs of Linux and Swift cannot call. System headers stay
// in process.c: see CPlatformMeasure.h.
#ifndef TOUCHSTONE_CPLATFORM_PROCESS_H
#define TOUCHSTONE_CPLATFORM_PROCESS_H

/// Makes the kernel send `signal` to this process when the thread that started it ends.
///
/// Returns 0, or the errno of the refusal.
int touchstone_signal_on_parent_end(int signal);

/// The path that this program was started by, relative to the directory it was started in; NULL
/// when the kernel did not pass one. Needs no /proc.
const char *touchstone_executable_path(void);

#endif
