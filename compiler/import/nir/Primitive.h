// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the nodes of a graph mean, one kind a file in primitives/.
#pragma once
#include "compiler/import/nir/Graph.h"
#include "compiler/import/nir/LinearMap.h"
#include "support/Registry.h"
#include <optional>

namespace nacre::nir {

/// Metadata: the real values of one step of the integers that a node's numbers are, one a channel.
inline constexpr const char *unitField = "nacre_unit";

/// A node that adds up to something linear.
struct LinearNode {
  LinearMap map;
  std::vector<double> bias; ///< one a channel, or empty
};

/// Real parameters of neurons: v = keep * v + gain * input + offset, each one value or one a
/// neuron.
struct NeuronNode {
  bool fires = true; ///< else it only accumulates
  std::vector<double> keep = {1}, gain = {1}, offset = {0};
  std::vector<double> threshold;
  std::vector<double> resetValue; ///< empty: the file does not say
  bool needsDt = false;           ///< these depend on the time step
};

/// The reason of a refusal, and its code.
struct Refusal {
  std::string code, reason, remedy;
};

template <class T> class Checked {
  std::optional<T> value;
  Refusal why;

public:
  Checked(T value) : value(std::move(value)) {}
  Checked(Refusal why) : why(std::move(why)) {}
  explicit operator bool() const { return value.has_value(); }
  T &operator*() { return *value; }
  T *operator->() { return &*value; }
  const Refusal &refusal() const { return why; }
};

struct Primitive {
  std::string summary;
  std::vector<std::string> fields; ///< that a node may have
  /// What a linear node makes of `input`; null for neurons.
  Checked<LinearNode> (*linear)(const Node &node, Extent input, bool flat) = nullptr;
  /// Of neurons; `dtSeconds` is 0 where it is not known. Null for linear nodes.
  Checked<NeuronNode> (*neurons)(const Node &node, double dtSeconds) = nullptr;
};

/// A field that must be there, all of it finite numbers.
Checked<Array> field(const Node &node, const std::string &name);

/// Integers that are at least `least`: as many as asked for, or one for all; or the default where
/// the field is absent.
Checked<std::vector<int64_t>> integers(const Node &node, const std::string &name, size_t count,
                                       std::optional<int64_t> otherwise, int64_t least);

} // namespace nacre::nir

namespace nacre {
using NirPrimitiveRegistry = Registry<nir::Primitive>;
void registerAllNirPrimitives(NirPrimitiveRegistry &registry);
} // namespace nacre
