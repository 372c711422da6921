// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// For tests: a module from text.
#pragma once
#include "dialects/qann/Qann.h"
#include "dialects/snn/Snn.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Parser/Parser.h"
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <vector>

namespace nacre {

struct ParsedModule {
  std::unique_ptr<mlir::MLIRContext> context = std::make_unique<mlir::MLIRContext>();
  mlir::OwningOpRef<mlir::ModuleOp> module;

  explicit ParsedModule(const std::string &text) {
    context->loadDialect<mlir::func::FuncDialect, qann::QannDialect, snn::SnnDialect>();
    module = mlir::parseSourceString<mlir::ModuleOp>(text, context.get());
    EXPECT_TRUE(module) << text;
  }

  /// The first operation of its kind.
  template <class Op> Op first() {
    Op found;
    module->walk([&](Op op) {
      found = op;
      return mlir::WalkResult::interrupt();
    });
    return found;
  }
};

/// "1, -2, 3"
template <class Values> std::string commaSeparated(const Values &values) {
  std::string text;
  for (auto value : values)
    text += (text.empty() ? "" : ", ") + std::to_string(value);
  return text;
}

/// Bytes as `dense<"0x...">` takes them.
inline std::string hexBytes(const std::vector<int> &values) {
  std::string text;
  for (int value : values)
    for (int shift : {4, 0})
      text += "0123456789ABCDEF"[(value >> shift) & 15];
  return text;
}

/// Small integers that look random, the same in each run.
inline std::vector<int> scrambled(size_t count, int low, int high) {
  std::vector<int> values;
  uint32_t state = 12345;
  for (size_t i = 0; i < count; ++i) {
    state = state * 1664525u + 1013904223u; // Numerical Recipes
    values.push_back(low + int((state >> 16) % uint32_t(high - low + 1)));
  }
  return values;
}

} // namespace nacre
