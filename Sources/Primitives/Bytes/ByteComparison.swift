internal import Glibc

/// Whether two runs of bytes hold the same; the library's comparison, many bytes at a time.
@inline(__always)
package func isEqual(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
    guard one.count == other.count else { return false }
    guard let first = one.baseAddress, let second = other.baseAddress else { return true }
    return memcmp(first, second, one.count) == 0
}

/// Whether one run of bytes comes before another in the order of their bytes.
@inline(__always)
package func precedes(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
    guard let first = one.baseAddress, let second = other.baseAddress else {
        return one.count < other.count
    }
    let order = memcmp(first, second, min(one.count, other.count))
    return order != 0 ? order < 0 : one.count < other.count
}
