// What removing and replacing files needs of Linux and Swift cannot call. System headers stay in
// files.c: see CPlatformMeasure.h.
#ifndef TOUCHSTONE_CPLATFORM_FILES_H
#define TOUCHSTONE_CPLATFORM_FILES_H

/// Opens the folder `name` in the folder `parent`, to list it and to remove what is in it.
///
/// A link is not followed, and a mount is not entered, a bind mount of the same filesystem
/// included. Returns a descriptor, or -errno: ELOOP or ENOTDIR for a link, ENOTDIR for any other
/// file, EXDEV for a mount and where the kernel does not tell whether it is one.
int touchstone_open_folder_in(int parent, const char *name);

/// Opens a new file without a name in a folder (O_TMPFILE), to be linked there with
/// `touchstone_link_unnamed`; `mode` is what the umask is applied to.
///
/// Returns a descriptor, or -errno; EOPNOTSUPP, EISDIR or ENOENT where there are no such files.
int touchstone_open_unnamed(const char *folder, unsigned mode);

/// Gives a file without a name the name `path`, which must not exist; needs /proc.
///
/// Returns 0, or -errno.
int touchstone_link_unnamed(int descriptor, const char *path);

#endif
