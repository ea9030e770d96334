#ifndef CPLATFORM_HOST_H
#define CPLATFORM_HOST_H

// What Swift cannot ask about the machine. Own prototypes only: a system header included here would
// be parsed with this module's feature macros and clash with the C library's own module.

/// Version of the GNU C library in use, such as "2.36"; NULL with another C library.
const char *cplatform_libc_version(void);

/// Major number of a device number as stat gives it.
unsigned cplatform_device_major(unsigned long long device);

/// Minor number of a device number as stat gives it.
unsigned cplatform_device_minor(unsigned long long device);

/// Opens what lies at an absolute path as another process sees it, its root and mounts included;
/// only to ask about it (O_PATH).
///
/// Returns a descriptor, or -errno; EACCES for the process of another user.
int cplatform_open_as_seen_by(int process, const char *path);

/// Writes the hypervisor's CPUID signature (12 characters and a NUL).
///
/// Returns 1 when there is one and 0 when there is none or the processor has no CPUID.
int cplatform_hypervisor_signature(char signature[13]);

/// Whether the kernel holds the wall clock synchronised (adjtimex, read only).
///
/// Returns 1 when it does, 0 when it does not, -1 when the kernel refuses to say.
int cplatform_clock_synchronised(void);

/// Reads a limit of this process (getrlimit): its soft and its hard value, -1 for none.
///
/// Returns 0, or -1 when the kernel refuses.
int cplatform_open_file_limit(long long *soft, long long *hard);

/// As above, for seconds of CPU time.
int cplatform_cpu_time_limit(long long *soft, long long *hard);

/// What this process has used (getrusage, ended threads included): CPU time of all its threads in
/// nanoseconds, and how often the scheduler took a CPU from one of them that wanted to go on.
///
/// Returns 0, or -1 when the kernel refuses.
int cplatform_own_usage(long long *cpu_nanoseconds, long long *involuntary_switches);

/// Number of the CPU that the calling thread is on; -1 when the kernel refuses.
int cplatform_current_cpu(void);

#endif
