// Optimiser barriers: values the compiler may assume nothing about, at the cost of no instruction.
#pragma once

#include <stdint.h>

// Returns `value`; the compiler must materialise it and may not know it afterwards.
static inline uint64_t touchstone_opaque_u64(uint64_t value) {
    __asm__ volatile("" : "+r"(value) : : "memory");
    return value;
}

// Returns `pointer`; whatever it points to counts as read and written here.
static inline const void *touchstone_opaque_pointer(const void *pointer) {
    __asm__ volatile("" : "+r"(pointer) : : "memory");
    return pointer;
}
