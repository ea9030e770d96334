# make qualify | test | simulate | lint | wasmtime | rocksdb | fuzz | dist | try-dist | check     (README.md tells what for)
# make deb | image | try-deb | bench | bench-disk | bench-rocksdb | docs
#
# Variables: PROFILE, PRESET and DISK choose what `make qualify` does, e.g.
#   make qualify PROFILE=astar-collator PRESET=thorough DISK=/var/lib/astar

PROFILE ?= kilt-collator
PRESET  ?= standard
DISK    ?= .

SWIFT         ?= swift

# The database as a node links it, where `make rocksdb` has built it; else Debian's with its assertions.
ROCKSDB_FOLDER := $(shell .ci/rocksdb --folder)
ifneq ($(ROCKSDB_FOLDER),)
export PKG_CONFIG_PATH := $(ROCKSDB_FOLDER)/lib/pkgconfig$(if $(PKG_CONFIG_PATH),:$(PKG_CONFIG_PATH))
endif

# A target imports only what its manifest entry names, so the floors of docs/ARCHITECTURE.md hold.
BUILD_FLAGS    = --explicit-target-dependency-import-check error

.DEFAULT_GOAL := help
.PHONY: help packages wasmtime test-guest build qualify test simulate lint rocksdb bench bench-disk bench-rocksdb docs fuzz dist deb image try-dist try-deb check clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

# What Swift links against; installed when missing and permitted, else the command is printed.
packages:
	@.ci/packages libsodium-dev libsecp256k1-dev libnuma-dev librocksdb-dev libsqlite3-dev liburing-dev libzstd-dev zlib1g-dev

build: packages
	$(SWIFT) build -c release --product touchstone $(BUILD_FLAGS)

# Exits 0 on any verdict, since make turns every other code into 2; the code is printed instead.
qualify: build
	@"$$($(SWIFT) build -c release --show-bin-path)/touchstone" qualify \
	    --profile '$(PROFILE)' --preset '$(PRESET)' --path '$(DISK)'; \
	code=$$?; echo "touchstone's exit code: $$code"; \
	case $$code in 0|1|3) exit 0;; *) exit $$code;; esac

# All tests are Swift Testing's; the other library would only say that it ran none.
test: packages
	$(SWIFT) test --disable-xctest $(BUILD_FLAGS)

# Every rate that the pages below docs/explanation promise, by 5,000 simulated runs a case: about
# ten minutes on two CPUs. Ends with 1 where a promise is not kept.
TRIALS ?= 5000
simulate: packages
	$(SWIFT) build -c release --product touchstone-simulate $(BUILD_FLAGS)
	"$$($(SWIFT) build -c release --show-bin-path)/touchstone-simulate" $(TRIALS)

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Profiles Reports

# Against the node's BLAKE2b crate where rustc and Debian's source of it are installed, and against
# schnorrkel where py-sr25519-bindings is; never a build dependency of the program. Then ten quick
# runs, whose verdicts must not contradict each other.
YARDSTICK_SOURCE = /usr/share/cargo/registry/blake2b_simd-*/src/lib.rs

bench: build
	$(SWIFT) build -c release --product touchstone-bench $(BUILD_FLAGS)
	@if command -v rustc >/dev/null && ls $(YARDSTICK_SOURCE) >/dev/null 2>&1; then \
	    Sources/TouchstoneBench/Yardstick/build.sh .build/yardstick; \
	else \
	    echo "without blake2b_simd: install rustc and librust-blake2b-simd-dev to compare with it"; \
	fi
	"$$($(SWIFT) build -c release --show-bin-path)/touchstone-bench" kernels
	"$$($(SWIFT) build -c release --show-bin-path)/touchstone-bench" chain
	-Sources/TouchstoneBench/Yardstick/build-stream.sh
	"$$($(SWIFT) build -c release --show-bin-path)/touchstone-bench" memory --rounds 40
	"$$($(SWIFT) build -c release --show-bin-path)/touchstone-bench" history
	-.ci/wasmtime && "$$($(SWIFT) build -c release --show-bin-path)/touchstone-bench" runtime
	.ci/stability --profile '$(PROFILE)' --path '$(DISK)' \
	    "$$($(SWIFT) build -c release --show-bin-path)/touchstone"

# The I/O engine against fio where that is installed, on the disk below DISK: about 6 minutes.
bench-disk: packages
	$(SWIFT) build -c release --product touchstone-bench $(BUILD_FLAGS)
	"$$($(SWIFT) build -c release --show-bin-path)/touchstone-bench" disk --path '$(DISK)'

# The database of the simulated chain without assertions, as a node links it, from Debian's source: about
# 16 minutes of one CPU, once. Every build after it links that one. ROCKSDB=9.10.0 takes Debian 13's.
rocksdb:
	@.ci/rocksdb

# Debian's library against that one, by the same program: puts, gets and imported blocks.
bench-rocksdb: rocksdb packages
	.ci/bench-rocksdb

# The reference of the commands, from the program's own definitions: after any change of an option.
docs: packages
	TOUCHSTONE_TESTS=EndToEndTests WRITE_DOCS=1 $(SWIFT) test --disable-xctest $(BUILD_FLAGS) \
	    --filter CommandReferenceTests

# The WebAssembly engine that runs a chain's own runtime; everything else works without it.
wasmtime:
	@.ci/wasmtime

# A machine of three NUMA nodes in QEMU: every page must be found where it was asked for. And one
# with a mirror and a failing disk: its devices must be read right, and the EIO named.
test-guest: build
	.ci/guest
	.ci/guest-disk

# Hostile bytes for a minute to everything that decodes, then damaged inputs for a minute.
fuzz: packages
	.ci/fuzz 60
	.ci/mutate 60

# One tarball with everything but glibc linked in, for servers without a toolchain.
dist:
	.ci/dist

# A Debian package, and an OCI image without a container engine, of that tarball.
TARBALL = $(wildcard dist/touchstone-*-linux-$(shell uname -m).tar.gz)

deb:
	@[ -n '$(TARBALL)' ] || { echo 'run make dist first' >&2; exit 1; }
	.ci/deb '$(TARBALL)'

image:
	@[ -n '$(TARBALL)' ] || { echo 'run make dist first' >&2; exit 1; }
	.ci/image '$(TARBALL)'

# The tarball in bare Debian 12 and 13, and in Debian 11, whose glibc is too old. Needs root.
try-dist:
	.ci/try-dist '$(TARBALL)'

# The package installed, run, upgraded, removed and purged in bare roots. Needs root.
try-deb:
	.ci/try-deb dist/touchstone_*.deb

# All that CI does.
check:
	.ci/run

clean:
	$(SWIFT) package clean
	rm -rf dist .build-dist
