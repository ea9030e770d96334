#!/bin/sh
# Compiles the yardstick library from Debian's packaged crate sources, without cargo and without
# the network.
# Needs: rustc, and apt-get install librust-blake2b-simd-dev.
# Usage: build.sh [OUTPUT-DIRECTORY]   (default .build/yardstick); prints the path of the library.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-.build/yardstick}
registry=/usr/share/cargo/registry

crate() { # NAME EDITION [RUSTC-ARGUMENT...]
    name=$1 edition=$2
    shift 2
    source=$(ls -d "$registry/$name"-[0-9]*/src/lib.rs 2>/dev/null | tail -n 1)
    if [ -z "$source" ]; then
        echo "$name: no source below $registry; apt-get install librust-blake2b-simd-dev" >&2
        exit 1
    fi
    rustc --crate-name "$name" --edition "$edition" --crate-type rlib --cap-lints allow \
        -C opt-level=3 -C codegen-units=1 -L "$out" --out-dir "$out" "$@" "$source"
}

mkdir -p "$out"
crate arrayref 2015
crate arrayvec 2018
crate constant_time_eq 2015
crate blake2b_simd 2018 --cfg 'feature="std"' \
    --extern arrayref="$out/libarrayref.rlib" --extern arrayvec="$out/libarrayvec.rlib" \
    --extern constant_time_eq="$out/libconstant_time_eq.rlib"
rustc --crate-name blake2b_yardstick --edition 2021 --crate-type cdylib -C opt-level=3 \
    -C codegen-units=1 -L "$out" --extern blake2b_simd="$out/libblake2b_simd.rlib" \
    -o "$out/libblake2b_yardstick.so" "$here/blake2b_yardstick.rs"
echo "$out/libblake2b_yardstick.so"
