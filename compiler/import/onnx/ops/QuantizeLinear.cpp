// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// QuantizeLinear, DequantizeLinear: one scale, or one for each index of an axis.
// DynamicQuantizeLinear is left out: a scale that the input decides cannot be compiled to a chip.
#include "compiler/import/onnx/ops/Broadcast.h"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace nacre {

using namespace onnx;

/// Where the scale of each element lies: its index is (i / inner) % count.
struct Granularity {
  int64_t inner, count;
};

static std::optional<Granularity> granularityOf(const Call &call) {
  const Tensor &x = call.in(0), &scale = call.in(1);
  if (call.integer("block_size", 0))
    return call.refuseAttribute("block_size", std::to_string(call.integer("block_size", 0)),
                                "one scale, or one a channel, is");
  if (call.has(2) && call.in(2).shape != scale.shape)
    return call.refuseShapes("scale and zero point differ in shape");
  if (scale.size() == 1)
    return Granularity{1, 1};
  std::optional<int64_t> axis = call.axis(call.integer("axis", 1), x.rank());
  if (!axis)
    return std::nullopt;
  if (scale.rank() != 1 || scale.size() != x.shape[size_t(*axis)])
    return call.refuseShapes(
        fmt::format("its input is {}, its scale {}", textOf(x.shape), textOf(scale.shape)));
  return Granularity{stridesOf(x.shape)[size_t(*axis)], scale.size()};
}

static Outputs quantize(const Call &call) {
  std::optional<Granularity> grain = granularityOf(call);
  if (!grain)
    return std::nullopt;
  const Tensor &x = call.in(0), &scale = call.in(1);
  const int64_t given = call.integer("output_dtype", 0);
  std::optional<ElementType> type = call.has(2) ? call.in(2).type
                                    : given     ? elementTypeOf(int32_t(given))
                                                : ElementType::Uint8;
  if (!type || isReal(*type) || *type == ElementType::Bool)
    return call.refuseAttribute("output_dtype", std::to_string(given), "integers are");
  Tensor result(*type, x.shape);
  const double low = double(lowestOf(*type)), high = double(highestOf(*type));
  for (int64_t i = 0; i < x.size(); ++i) {
    const int64_t c = i / grain->inner % grain->count;
    const double zero = call.has(2) ? call.in(2).at(c) : 0;
    // In the precision of the input, as the standard's reference does.
    const double ratio = roundTo(x.real() ? x.type : ElementType::Float, x.at(i) / scale.at(c));
    result.set(i, std::clamp(std::nearbyint(ratio) + zero, low, high));
  }
  return only(std::move(result));
}

static Outputs dequantize(const Call &call) {
  std::optional<Granularity> grain = granularityOf(call);
  if (!grain)
    return std::nullopt;
  const Tensor &x = call.in(0), &scale = call.in(1);
  Tensor result(scale.type, x.shape);
  for (int64_t i = 0; i < x.size(); ++i) {
    const int64_t c = i / grain->inner % grain->count;
    result.set(i, (x.at(i) - (call.has(2) ? call.in(2).at(c) : 0)) * scale.at(c));
  }
  return only(std::move(result));
}

void registerQuantizeLinear(OnnxOperatorRegistry &registry) {
  registry.add(
      "QuantizeLinear",
      from(10, {2, 3, {"axis", "saturate", "block_size", "output_dtype", "precision"}, quantize}));
  registry.add("DequantizeLinear",
               from(10, {2, 3, {"axis", "block_size", "output_dtype"}, dequantize}));
}

} // namespace nacre
