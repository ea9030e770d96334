#!/bin/sh
# Compiles the STREAM yardstick with the system's C compiler and OpenMP.
# Usage: build-stream.sh [OUTPUT-DIRECTORY]   (default .build/yardstick); prints the library's path.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-.build/yardstick}
mkdir -p "$out"
"${CC:-cc}" -O3 -fopenmp -shared -fPIC -Wall -Wextra -o "$out/libstream_yardstick.so" \
    "$here/stream.c"
echo "$out/libstream_yardstick.so"
