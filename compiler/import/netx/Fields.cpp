// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/netx/Fields.h"
#include "hw_models/image/Bounds.h"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace nacre::netx {

constexpr const char *exportAgain = "export the network again";

bool Fields::hasGroup(const std::string &group) const {
  auto starts = [&](const auto &entry) { return entry.first.rfind(group + "/", 0) == 0; };
  return std::any_of(layer.numbers.begin(), layer.numbers.end(), starts) ||
         std::any_of(layer.texts.begin(), layer.texts.end(), starts);
}

std::string Fields::text(const std::string &field) const {
  auto found = layer.texts.find(field);
  return found == layer.texts.end() ? "" : found->second;
}

std::optional<std::vector<int64_t>> Fields::integers(const std::string &field) const {
  auto found = layer.numbers.find(field);
  if (found == layer.numbers.end()) {
    refuse("NCR1404", fmt::format("has no numbers '{}'", field), exportAgain);
    return std::nullopt;
  }
  std::vector<int64_t> result;
  result.reserve(found->second.values.size());
  for (double value : found->second.values) {
    if (!(std::abs(value) < double(int64_t(1) << 31))) {
      refuse("NCR1407", fmt::format("'{}' has the value {}", field, value), exportAgain);
      return std::nullopt;
    }
    result.push_back(int64_t(value));
  }
  return result;
}

bool Fields::hasFractions(const std::string &field) const {
  auto found = layer.numbers.find(field);
  return found != layer.numbers.end() &&
         std::any_of(found->second.values.begin(), found->second.values.end(),
                     [](double value) { return value != std::trunc(value); });
}

std::optional<int64_t> Fields::single(const std::string &field,
                                      std::optional<int64_t> otherwise) const {
  if (!has(field) && otherwise)
    return otherwise;
  auto values = integers(field);
  if (!values)
    return std::nullopt;
  if (values->empty()) {
    refuse("NCR1404", fmt::format("'{}' is empty", field), exportAgain);
    return std::nullopt;
  }
  if (std::any_of(values->begin(), values->end(),
                  [&](int64_t value) { return value != values->front(); })) {
    refuse("NCR1406", fmt::format("'{}' differs between its neurons", field),
           "train with one value for all neurons of a layer (shared_param)");
    return std::nullopt;
  }
  return values->front();
}

std::optional<std::pair<int64_t, int64_t>> Fields::pair(const std::string &field,
                                                        int64_t low) const {
  auto values = integers(field);
  if (!values)
    return std::nullopt;
  if (values->size() == 1)
    values->push_back(values->front());
  const bool good =
      values->size() == 2 && std::all_of(values->begin(), values->end(),
                                         [&](int64_t v) { return v >= low && v <= maxKernel; });
  if (!good) {
    refuse("NCR1404",
           fmt::format("'{}' is {}, must be two numbers from {} to {}", field,
                       fmt::join(*values, " x "), low, maxKernel),
           exportAgain);
    return std::nullopt;
  }
  return std::pair((*values)[0], (*values)[1]);
}

std::optional<Extent> Fields::extent() const {
  auto sizes = integers("shape");
  if (!sizes)
    return std::nullopt;
  const bool good = !sizes->empty() && sizes->size() <= 3 &&
                    std::all_of(sizes->begin(), sizes->end(),
                                [](int64_t size) { return size >= 1 && size <= maxExtent; }) &&
                    isVolumeInBounds(*sizes);
  if (!good) {
    refuse("NCR1404",
           fmt::format("its shape is {}, must be channels, rows and columns",
                       fmt::join(*sizes, " x ")),
           exportAgain);
    return std::nullopt;
  }
  if (sizes->size() == 2) // x and y of one channel
    sizes->insert(sizes->begin(), 1);
  sizes->resize(3, 1);
  return Extent{(*sizes)[0], (*sizes)[1], (*sizes)[2]};
}

void Fields::refuseOthers(const std::vector<std::string_view> &known) const {
  auto check = [&](const std::string &field) {
    for (std::string_view name : known)
      if (field == name || (name.ends_with('/') && field.rfind(name, 0) == 0))
        return;
    refuse("NCR1404", fmt::format("has an unknown field '{}'", field),
           "remove it, if the network does not depend on it");
  };
  for (const auto &entry : layer.numbers)
    check(entry.first);
  for (const auto &entry : layer.texts)
    check(entry.first);
}

} // namespace nacre::netx
