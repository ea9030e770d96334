// What Debian 12's libstdc++ calls of glibc 2.36 for std::random_device, for the executable that must
// start with 2.35. Linked by .ci/dist alone.
#include <sys/random.h>

unsigned int arc4random(void);

unsigned int arc4random(void) {
    unsigned int value;
    // Interrupted by a signal, it is asked again; so few bytes never come in parts.
    while (getrandom(&value, sizeof value, 0) != sizeof value) {
    }
    return value;
}
