// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/nir/LinearMap.h"
#include <algorithm>

namespace nacre::nir {

LinearMap LinearMap::identity(Extent extent) {
  LinearMap map;
  map.from = map.to = extent;
  map.groups = extent.channels;
  map.weights.assign(size_t(extent.channels), 1.0);
  return map;
}

bool LinearMap::isScale() const {
  auto isPoint = [](const Window &w) {
    return w.kernel == 1 && w.padBefore == 0 && w.padAfter == 0;
  };
  return isDepthwise() && from == to && isPoint(window.y) && isPoint(window.x);
}

bool LinearMap::isIdentity() const {
  return isScale() && std::all_of(weights.begin(), weights.end(), [](double w) { return w == 1; });
}

double &LinearMap::at(int64_t o, int64_t i, int64_t ky, int64_t kx) {
  return weights[size_t(
      ((o * (from.channels / groups) + i) * window.y.kernel + ky) * window.x.kernel + kx)];
}

/// Windows over what windows made. What the outer one reads of its padding must be nothing in the
/// input too.
static Result<Window> nested(const Window &inner, const Window &outer, int64_t inputs,
                             int64_t between) {
  const bool beginsInPadding = inner.padBefore == 0 && inner.extent() <= inner.stride;
  const bool endsInPadding = beginsInPadding && between * inner.stride >= inputs;
  if ((outer.padBefore > 0 && !beginsInPadding) || (outer.padAfter > 0 && !endsInPadding))
    return Error{"a padded window follows one that overlaps or leaves a rest"};
  Window window;
  window.kernel = (outer.extent() - 1) * inner.stride + inner.extent();
  window.stride = inner.stride * outer.stride;
  window.padBefore = outer.padBefore * inner.stride + inner.padBefore;
  window.padAfter = outer.padAfter * inner.stride + inner.padAfter;
  return window;
}

/// Of all maps, so that a small file cannot ask for much memory.
static constexpr int64_t mostWeights = int64_t(1) << 26;
static constexpr const char *tooManyWeights = "the layers multiplied have more than 2^26 weights";
/// Nor for much time.
static constexpr double mostProducts = 1e9;
static constexpr const char *tooManyProducts = "the layers multiplied take more than 10^9 products";

static double taps(const Window2D &window) {
  return double(window.y.kernel) * double(window.x.kernel);
}

static Result<LinearMap> composeWindows(const LinearMap &first, const LinearMap &second) {
  auto y = nested(first.window.y, second.window.y, first.from.rows, first.to.rows);
  auto x = nested(first.window.x, second.window.x, first.from.columns, first.to.columns);
  if (!y || !x)
    return y ? x.error() : y.error();
  LinearMap map;
  map.from = first.from, map.to = second.to, map.flat = second.flat;
  map.window = {*y, *x};
  map.groups = second.groups;
  const int64_t inputs = map.from.channels / map.groups;
  const int64_t outputs = map.to.channels / map.groups;
  if (y->kernel > 1024 || x->kernel > 1024)
    return Error{"the windows together are wider than 1024"};
  if (map.to.channels * inputs > mostWeights / (y->kernel * x->kernel))
    return Error{tooManyWeights};
  if (double(second.weights.size()) * taps(first.window) > mostProducts)
    return Error{tooManyProducts};
  map.weights.assign(size_t(map.to.channels * inputs * y->kernel * x->kernel), 0.0);
  const Window2D &inner = first.window, &outer = second.window;
  for (int64_t o = 0; o < map.to.channels; ++o)
    for (int64_t i = 0; i < inputs; ++i)
      for (int64_t ky = 0; ky < outer.y.kernel; ++ky)
        for (int64_t kx = 0; kx < outer.x.kernel; ++kx)
          for (int64_t jy = 0; jy < inner.y.kernel; ++jy)
            for (int64_t jx = 0; jx < inner.x.kernel; ++jx)
              map.at(o, i, ky * outer.y.dilation * inner.y.stride + jy * inner.y.dilation,
                     kx * outer.x.dilation * inner.x.stride + jx * inner.x.dilation) +=
                  second.at(o, i, ky, kx) * first.at(o / outputs * inputs + i, 0, jy, jx);
  return map;
}

/// A matrix behind windows of single channels.
static Result<LinearMap> composeMatrix(const LinearMap &first, const LinearMap &second) {
  LinearMap map;
  map.from = first.from, map.to = second.to, map.flat = second.flat;
  map.dense = true;
  const int64_t sources = first.from.volume(), between = first.to.volume();
  if (sources > mostWeights / second.to.volume())
    return Error{tooManyWeights};
  if (double(second.weights.size()) * taps(first.window) > mostProducts)
    return Error{tooManyProducts};
  map.weights.assign(size_t(second.to.volume() * sources), 0.0);
  for (int64_t o = 0; o < second.to.volume(); ++o)
    for (int64_t c = 0, n = 0; c < first.to.channels; ++c)
      for (int64_t y = 0; y < first.to.rows; ++y)
        for (int64_t x = 0; x < first.to.columns; ++x, ++n) {
          const double weight = second.weights[size_t(o * between + n)];
          for (int64_t ky = 0; ky < first.window.y.kernel; ++ky)
            for (int64_t kx = 0; kx < first.window.x.kernel; ++kx) {
              const int64_t sy = first.window.y.inputOf(y, ky), sx = first.window.x.inputOf(x, kx);
              if (sy >= 0 && sy < first.from.rows && sx >= 0 && sx < first.from.columns)
                map.weights[size_t(o * sources + (c * first.from.rows + sy) * first.from.columns +
                                   sx)] += weight * first.at(c, 0, ky, kx);
            }
        }
  return map;
}

Result<LinearMap> compose(const LinearMap &first, const LinearMap &second) {
  if (first.isIdentity())
    return second;
  if (second.isScale()) {
    LinearMap map = first;
    map.flat |= second.flat;
    const size_t each = map.weights.size() / size_t(map.to.channels);
    for (size_t i = 0; i < map.weights.size(); ++i)
      map.weights[i] *= second.weights[i / each];
    return map;
  }
  if (!first.isDepthwise())
    return Error{"two weighted layers follow each other without neurons between them"};
  if (second.dense)
    return composeMatrix(first, second);
  return composeWindows(first, second);
}

} // namespace nacre::nir
