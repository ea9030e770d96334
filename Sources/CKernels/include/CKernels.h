// The module's umbrella: a build notices a new header only if it is named here.
#pragma once

#include "touchstone_blake2b.h"
#include "touchstone_compiler.h"
#include "touchstone_curve.h"
#include "touchstone_opaque.h"
#include "touchstone_stream.h"
