// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a reader's fuzz target defines; FuzzMain.cpp gives it to libFuzzer.
#pragma once
#include <string>
#include <string_view>
#include <vector>

/// Good inputs, small ones, from which the fuzzer goes on.
std::vector<std::string> fuzzSeeds();

/// Reads the bytes; may refuse them, must not fail.
void fuzzOne(std::string_view bytes);
