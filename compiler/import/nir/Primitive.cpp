// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/nir/Primitive.h"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace nacre::nir {

Checked<Array> field(const Node &node, const std::string &name) {
  auto found = node.numbers.find(name);
  if (found == node.numbers.end())
    return Refusal{"NCR1305", fmt::format("has no field '{}'", name), "export the network again"};
  const auto &values = found->second.values;
  if (!std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); }))
    return Refusal{"NCR1309", fmt::format("'{}' holds numbers that are not finite", name),
                   "export a network that was trained to the end"};
  return found->second;
}

Checked<std::vector<int64_t>> integers(const Node &node, const std::string &name, size_t count,
                                       std::optional<int64_t> otherwise, int64_t least) {
  if (otherwise && !node.numbers.count(name))
    return std::vector<int64_t>(count, *otherwise);
  auto array = field(node, name);
  if (!array)
    return array.refusal();
  if (array->values.size() != count && array->values.size() != 1)
    return Refusal{"NCR1305",
                   fmt::format("'{}' holds {} numbers, not {}", name, array->values.size(), count),
                   "export the network again"};
  std::vector<int64_t> result;
  for (double value : array->values) {
    if (value != std::floor(value) || value < double(least) || value > 1024)
      return Refusal{"NCR1309", fmt::format("'{}' is {}", name, value),
                     fmt::format("integers from {} to 1024", least)};
    result.push_back(int64_t(value));
  }
  result.resize(count, result.front());
  return result;
}

} // namespace nacre::nir
