// liburing.h asks for _GNU_SOURCE, by which fd_set's member has another name than in the C
// library's own module. Whoever includes <features.h> first decides, and liburing needs none of it.
#include <features.h>
#include <liburing.h>
