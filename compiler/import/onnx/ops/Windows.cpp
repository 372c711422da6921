// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/ops/Windows.h"
#include <algorithm>
#include <fmt/format.h>

namespace nacre::onnx {

constexpr int64_t largest = int64_t(1) << 20; // of a kernel, stride, pad or dilation

std::optional<Windows> windowsOf(const Call &call, const Shape &input,
                                 std::vector<int64_t> kernel) {
  Windows w;
  w.input = input;
  std::vector<int64_t> given = call.integers("kernel_shape");
  if (!kernel.empty() && !given.empty() && given != kernel)
    return call.refuseShapes("kernel_shape differs from its weights");
  w.kernel = kernel.empty() ? given : kernel;
  const size_t rank = input.size();
  auto orElse = [&](std::vector<int64_t> values, int64_t otherwise, size_t count) {
    return values.empty() ? std::vector<int64_t>(count, otherwise) : values;
  };
  w.strides = orElse(call.integers("strides"), 1, rank);
  w.dilations = orElse(call.integers("dilations"), 1, rank);
  std::vector<int64_t> pads = orElse(call.integers("pads"), 0, 2 * rank);
  if (w.kernel.size() != rank || w.strides.size() != rank || w.dilations.size() != rank ||
      pads.size() != 2 * rank)
    return call.refuseShapes(fmt::format("its windows are not over {} dimensions", rank));
  for (size_t d = 0; d < rank; ++d)
    for (int64_t value : {w.kernel[d], w.strides[d], w.dilations[d]})
      if (value < 1 || value > largest)
        return call.refuseShapes(fmt::format("a kernel, stride or dilation is {}", value));
  for (int64_t pad : pads)
    if (pad < 0 || pad > largest)
      return call.refuseShapes(fmt::format("a pad is {}", pad));
  w.before.assign(pads.begin(), pads.begin() + int64_t(rank));
  w.after.assign(pads.begin() + int64_t(rank), pads.end());

  const std::string padding = call.string("auto_pad", "NOTSET");
  const bool same = padding == "SAME_UPPER" || padding == "SAME_LOWER";
  if (!same && padding != "NOTSET" && padding != "VALID")
    return call.refuseAttribute("auto_pad", padding, "NOTSET, VALID, SAME_UPPER, SAME_LOWER are");
  const bool ceil = call.integer("ceil_mode", 0) != 0;
  for (size_t d = 0; d < rank; ++d) {
    const int64_t extent = w.dilations[d] * (w.kernel[d] - 1) + 1, s = w.strides[d];
    if (padding == "VALID")
      w.before[d] = w.after[d] = 0;
    if (same) {
      int64_t total = std::max<int64_t>(((input[d] + s - 1) / s - 1) * s + extent - input[d], 0);
      w.before[d] = padding == "SAME_UPPER" ? total / 2 : total - total / 2;
      w.after[d] = total - w.before[d];
    }
    const int64_t room = input[d] + w.before[d] + w.after[d] - extent;
    if (room < 0)
      return call.refuseShapes("its kernel is larger than its padded input");
    int64_t output = (room + (ceil ? s - 1 : 0)) / s + 1;
    if (ceil && (output - 1) * s >= input[d] + w.before[d])
      --output; // no window begins behind the input
    w.output.push_back(output);
  }
  return w;
}

} // namespace nacre::onnx
