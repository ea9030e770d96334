# make qualify | test | lint | bench | dist | check     (README.md tells what for)
#
# Variables: PROFILE, PRESET and DISK choose what `make qualify` does, e.g.
#   make qualify PROFILE=astar-collator PRESET=thorough DISK=/var/lib/astar

PROFILE ?= kilt-collator
PRESET  ?= standard
DISK    ?= .

SWIFT         ?= swift
# A target imports only what its manifest entry names, so the floors of docs/ARCHITECTURE.md hold.
BUILD_FLAGS    = --explicit-target-dependency-import-check error
WARNINGS_FATAL = -Xswiftc -warnings-as-errors

.DEFAULT_GOAL := help
.PHONY: help packages build qualify test lint bench dist check clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

# What Swift links against; installed when missing and permitted, else the command is printed.
packages:
	@.ci/packages libsodium-dev libnuma-dev libsqlite3-dev

build: packages
	$(SWIFT) build -c release --product touchstone $(BUILD_FLAGS)

# Exits 0 on any verdict, since make turns every other code into 2; the code is printed instead.
qualify: build
	@"$$($(SWIFT) build -c release --show-bin-path)/touchstone" qualify \
	    --profile '$(PROFILE)' --preset '$(PRESET)' --path '$(DISK)'; \
	code=$$?; echo "touchstone's exit code: $$code"; \
	case $$code in 0|1|3) exit 0;; *) exit $$code;; esac

test: packages
	$(SWIFT) test $(BUILD_FLAGS)

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Profiles Reports

bench: packages
	$(SWIFT) build -c release --product touchstone-bench $(BUILD_FLAGS)
	"$$($(SWIFT) build -c release --show-bin-path)/touchstone-bench" kernels

# One tarball with the Swift runtime linked in, for servers without a toolchain.
dist: packages
	.ci/dist

# All that CI does.
check:
	.ci/run

clean:
	$(SWIFT) package clean
	rm -rf dist
