// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/image/ImageCheck.h"
#include "hw_models/image/Bounds.h"
#include "hw_models/image/ChipImage.h"
#include "hw_models/image/ImageNeurons.h"
#include "hw_models/image/ImageRows.h"
#include "hw_models/image/RouteNeurons.h"
#include "support/Window.h"
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace nacre {
namespace {

struct Shape {
  uint64_t channels = 0, height = 0, width = 0;
  uint64_t volume() const { return channels * height * width; }
  bool isSane() const {
    auto good = [](uint64_t extent) { return extent >= 1 && extent <= maxExtent; };
    return good(channels) && good(height) && good(width) && volume() <= maxVolume;
  }
  bool holds(const image::Box &b) const {
    return b.c0() < b.c1() && b.c1() <= channels && b.y0() < b.y1() && b.y1() <= height &&
           b.x0() < b.x1() && b.x1() <= width;
  }
};

Shape shapeOf(const image::Population &p) { return {p.channels(), p.height(), p.width()}; }

class FieldCheck {
  const image::Image &image;
  NeuronModelRegistry models;

  template <class... Args> Error bad(fmt::format_string<Args...> format, Args &&...args) const {
    return Error{fmt::format(format, std::forward<Args>(args)...)};
  }
  uint32_t populations() const { return image.populations()->size(); }
  const image::Population &population(uint32_t index) const {
    return *image.populations()->Get(index);
  }

  /// Of sparse weights; 0 for others.
  std::vector<uint32_t> greatestTargets;

  Status checkPopulation(const image::Population &p) const;
  Status checkOrder(const image::Population &p) const;
  Status checkNeuron(const image::Population &p) const;
  Status checkWeights(const image::Weights &weights);
  Status checkSlice(const image::Slice &slice) const;
  Status checkSynapses(const image::Synapses &synapses, const Shape &target) const;
  Status checkRoute(const image::Route &route) const;
  /// Between shapes: format, window and the length of the weights.
  Status checkConnection(image::SynapseFormat format, uint32_t weights, const image::Window *window,
                         const Shape &from, const Shape &to) const;
  Status checkSparse(uint32_t weights, const Shape &from, const Shape &to) const;
  Status checkConvolution(const image::Window &window, uint64_t weights, const Shape &from,
                          const Shape &to) const;
  Status checkCore(const image::Core &core) const;
  Status checkHost(const image::HostSynapses &host) const;

public:
  explicit FieldCheck(const image::Image &image) : image(image) { registerAllNeuronModels(models); }
  Status run();
};

Error at(const std::string &place, const Error &error) {
  return Error{place + ": " + error.message, error.remedy, error.exitCode};
}

Shape inputShape(const image::Image &image) {
  return {image.input_channels(), image.input_height(), image.input_width()};
}

Status FieldCheck::checkNeuron(const image::Population &p) const {
  const image::NeuronOptions *o = p.options();
  if (!o)
    return bad("no options");
  if (o->membrane_bits() < 2 || o->membrane_bits() > 32)
    return bad("membrane_bits is {}, must lie in 2..32", o->membrane_bits());
  const int64_t high = (int64_t(1) << (o->membrane_bits() - 1)) - 1;
  for (int64_t v : *p.v0())
    if (v < -high - 1 || v > high)
      return bad("v0 {} does not fit a membrane of {} bits", v, o->membrane_bits());
  if (!p.spiking()) {
    if (p.model()->size() != 0 || (p.theta() && p.theta()->size() != 0))
      return bad("a readout has neither a neuron model nor thresholds");
    if (p.relay())
      return bad("a readout is no relay");
    if (p.input_shift() != 0 || p.current_bits() != 0)
      return bad("a readout has neither input_shift nor current_bits");
    return success();
  }
  auto model = models.get(p.model()->str(), "neuron model");
  if (!model)
    return bad("{}", model.error().message);
  if ((*model)->hasCurrent ? p.current_bits() < 2 || p.current_bits() > 32 : p.current_bits() != 0)
    return bad("current_bits is {}, must lie in 2..32, or be 0 without a synaptic current",
               p.current_bits());
  if (o->reset() > image::Reset::MAX)
    return bad("unknown reset {}", int(o->reset()));
  if (o->max_spikes() < 1)
    return bad("max_spikes is {}, must be at least 1", o->max_spikes());
  if (o->reset_value() < -high - 1 || o->reset_value() > high)
    return bad("reset_value {} does not fit a membrane of {} bits", o->reset_value(),
               o->membrane_bits());
  for (int32_t theta : *p.theta())
    if (theta < 1)
      return bad("a threshold is {}, must be at least 1", theta);
    else if (theta > high)
      return bad("theta {} does not fit a membrane of {} bits", theta, o->membrane_bits());
  if (std::string reason = (*model)->refuse(neuronOptionsOf(p)); !reason.empty())
    return bad("{}", reason);
  return success();
}

Status FieldCheck::checkPopulation(const image::Population &p) const {
  Shape shape = shapeOf(p);
  if (p.name()->size() == 0)
    return bad("no name");
  if (!shape.isSane())
    return bad("shape {}x{}x{} is empty or too large", shape.channels, shape.height, shape.width);
  if (p.depth() > maxSteps)
    return bad("depth {} is too large", p.depth());
  auto oneOrPerChannel = [&](const flatbuffers::Vector<int32_t> *values) {
    return values && (values->size() == 1 || values->size() == shape.channels);
  };
  if (!oneOrPerChannel(p.v0()) || (p.spiking() && !oneOrPerChannel(p.theta())))
    return bad("theta and v0 need one value or one per channel ({})", shape.channels);
  if (!oneOrPerChannel(p.bias()) && !(p.bias() && p.bias()->size() == volume(p)))
    return bad("bias needs one value, one per channel ({}) or one per neuron ({})", shape.channels,
               volume(p));
  if (!std::isfinite(p.amplitude()))
    return bad("amplitude is not finite");
  if (Status status = checkOrder(p); !status)
    return status;
  return checkNeuron(p);
}

Status FieldCheck::checkOrder(const image::Population &p) const {
  if (!p.order() || p.order()->size() == 0)
    return success();
  if (p.order()->size() != volume(p))
    return bad("order holds {} neurons of {}", p.order()->size(), volume(p));
  std::vector<bool> seen(p.order()->size());
  for (uint32_t neuron : *p.order())
    if (neuron >= seen.size() || seen[neuron])
      return bad("order holds neuron {} twice, or there is none", neuron);
    else
      seen[neuron] = true;
  return success();
}

Status FieldCheck::checkWeights(const image::Weights &weights) {
  if (weights.bits() < 1 || weights.bits() > mostWeightBits)
    return bad("bits is {}, must lie in 1..{}", weights.bits(), mostWeightBits);
  if ((weights.bits() > mostByteBits) != bool(weights.wide_values()) ||
      (weights.wide_values() && weights.values()->size() > 0))
    return bad("weights of {} bits are stored in another width", weights.bits());
  const WeightSpan values = spanOf(weights);
  for (size_t i = 0; i < values.size(); ++i)
    if (!fitsBits(values[i], weights.bits()))
      return bad("value {} does not fit {} bits", values[i], weights.bits());
  greatestTargets.push_back(0);
  if (!isSparse(weights))
    return success();
  SparseRows rows = rowsOf(weights);
  if (rows.targets.empty() || rows.offsets.empty())
    return bad("sparse weights need offsets and at least one synapse");
  if (Status status = checkRows(rows, rows.sources(), maxVolume); !status)
    return status;
  greatestTargets.back() = *std::max_element(rows.targets.begin(), rows.targets.end());
  return success();
}

Status FieldCheck::checkSparse(uint32_t weights, const Shape &from, const Shape &to) const {
  SparseRows rows = rowsOf(*image.weights()->Get(weights));
  if (rows.sources() != from.volume())
    return bad("rows of {} source neurons, there are {}", rows.sources(), from.volume());
  if (greatestTargets[weights] >= to.volume())
    return bad("a synapse leads to neuron {} of {}", greatestTargets[weights], to.volume());
  return success();
}

/// A window may lie wholly in the padding, but not further away than any kernel reaches.
static bool axisFits(const Window &window, uint64_t from, uint64_t to) {
  return uint64_t(window.padBefore) <= maxKernel &&
         window.inputOf(int64_t(to) - 1, 0) < int64_t(from + maxKernel);
}

Status FieldCheck::checkConvolution(const image::Window &w, uint64_t weights, const Shape &from,
                                    const Shape &to) const {
  auto good = [](uint32_t value) { return value >= 1 && value <= maxKernel; };
  if (!good(w.kernel_height()) || !good(w.kernel_width()) || !good(w.stride_y()) ||
      !good(w.stride_x()) || !good(w.dilation_y()) || !good(w.dilation_x()))
    return bad("kernel, stride and dilation must lie in 1..{}", maxKernel);
  if (w.groups() < 1 || from.channels % w.groups() || to.channels % w.groups())
    return bad("{} groups do not divide {} source and {} target channels", w.groups(),
               from.channels, to.channels);
  Window y = {w.kernel_height(), w.stride_y(), w.dilation_y(), w.pad_top(), 0};
  Window x = {w.kernel_width(), w.stride_x(), w.dilation_x(), w.pad_left(), 0};
  if (!axisFits(y, from.height, to.height) || !axisFits(x, from.width, to.width))
    return bad("the padding is wider than {}", maxKernel);
  uint64_t needed =
      to.channels * (from.channels / w.groups()) * w.kernel_height() * w.kernel_width();
  if (weights != needed)
    return bad("{} weights, the convolution needs {}", weights, needed);
  return success();
}

Status FieldCheck::checkConnection(image::SynapseFormat format, uint32_t weights,
                                   const image::Window *window, const Shape &from,
                                   const Shape &to) const {
  if (weights >= image.weights()->size())
    return bad("weights {} of {} do not exist", weights, image.weights()->size());
  if (isSparse(*image.weights()->Get(weights)) != (format == image::SynapseFormat::Sparse))
    return bad("weights {} are of another format", weights);
  uint64_t count = spanOf(*image.weights()->Get(weights)).size();
  switch (format) {
  case image::SynapseFormat::Dense:
    if (window)
      return bad("dense synapses have no window");
    if (to.height != 1 || to.width != 1)
      return bad("the target of dense synapses must have shape (n,1,1)");
    if (count != to.channels * from.volume())
      return bad("{} weights, {} x {} are needed", count, to.channels, from.volume());
    return success();
  case image::SynapseFormat::Convolution:
    if (!window)
      return bad("a convolution needs a window");
    return checkConvolution(*window, count, from, to);
  case image::SynapseFormat::Sparse:
    if (window)
      return bad("sparse synapses have no window");
    return checkSparse(weights, from, to);
  }
  return bad("unknown synapse format {}", int(format));
}

Status FieldCheck::checkSynapses(const image::Synapses &synapses, const Shape &target) const {
  if (synapses.source() >= populations())
    return bad("source population {} does not exist", synapses.source());
  const image::Population &source = population(synapses.source());
  if (!source.spiking())
    return bad("the source '{}' does not spike", source.name()->str());
  if (!synapses.source_box() || !shapeOf(source).holds(*synapses.source_box()))
    return bad("the source box is empty or outside '{}'", source.name()->str());
  if (synapses.delay() < 1 || synapses.delay() > maxSteps)
    return bad("delay {} must be at least 1", synapses.delay());
  if (synapses.layout() > image::SynapseLayout::MAX)
    return bad("unknown synapse layout {}", int(synapses.layout()));
  if (synapses.layout() == image::SynapseLayout::Shared &&
      synapses.format() != image::SynapseFormat::Convolution)
    return bad("only the weights of a convolution can be stored shared");
  if (synapses.format() == image::SynapseFormat::Sparse &&
      volume(*synapses.source_box()) != volume(source))
    return bad("sparse synapses must come from all of '{}'", source.name()->str());
  return checkConnection(synapses.format(), synapses.weights(), synapses.window(), shapeOf(source),
                         target);
}

Status FieldCheck::checkSlice(const image::Slice &slice) const {
  if (slice.population() >= populations())
    return bad("population {} does not exist", slice.population());
  const image::Population &p = population(slice.population());
  if (!slice.box() || !shapeOf(p).holds(*slice.box()))
    return bad("the box is empty or outside '{}'", p.name()->str());
  if (slice.synapses())
    for (uint32_t i = 0; i < slice.synapses()->size(); ++i)
      if (Status status = checkSynapses(*slice.synapses()->Get(i), shapeOf(p)); !status)
        return at(fmt::format("synapses {}", i), status.error());
  return success();
}

Status FieldCheck::checkRoute(const image::Route &route) const {
  if (route.population() >= populations())
    return bad("population {} does not exist", route.population());
  const image::Population &p = population(route.population());
  if (!p.spiking())
    return bad("'{}' does not spike", p.name()->str());
  if (!shapeOf(p).holds(route.box()))
    return bad("the box is empty or outside '{}'", p.name()->str());
  return success();
}

Status FieldCheck::checkCore(const image::Core &core) const {
  if (!core.slices() || core.slices()->size() == 0)
    return bad("holds no slice");
  for (uint32_t i = 0; i < core.slices()->size(); ++i)
    if (Status status = checkSlice(*core.slices()->Get(i)); !status)
      return at(fmt::format("slice {}", i), status.error());
  if (core.routes())
    for (uint32_t i = 0; i < core.routes()->size(); ++i)
      if (Status status = checkRoute(*core.routes()->Get(i)); !status)
        return at(fmt::format("route {}", i), status.error());
  return checkSent(core);
}

Status FieldCheck::checkHost(const image::HostSynapses &host) const {
  if (host.format() == image::SynapseFormat::Sparse)
    return bad("the host has no sparse synapses");
  if (host.target() >= populations())
    return bad("target population {} does not exist", host.target());
  const image::Population &target = population(host.target());
  if (target.current_bits() != 0)
    return bad("the neurons of '{}' have a synaptic current, into which no bias goes",
               target.name()->str());
  return checkConnection(host.format(), host.weights(), host.window(), inputShape(image),
                         shapeOf(target));
}

Status FieldCheck::run() {
  if (image.network()->size() == 0 || image.chip()->size() == 0)
    return bad("names no network or no chip");
  const bool nothingComesIn =
      image.input_channels() == 0 && image.input_height() == 0 && image.input_width() == 0;
  if (!nothingComesIn && !inputShape(image).isSane())
    return bad("the input shape is empty or too large");
  if (image.input_zero_point() < 0 || image.input_zero_point() > 255)
    return bad("input_zero_point is {}, must lie in 0..255", image.input_zero_point());
  std::set<std::string> names;
  uint64_t neurons = 0;
  for (uint32_t i = 0; i < populations(); ++i) {
    if (Status status = checkPopulation(population(i)); !status)
      return at(fmt::format("population {}", i), status.error());
    neurons += volume(population(i));
    if (!names.insert(population(i).name()->str()).second)
      return bad("two populations are called '{}'", population(i).name()->str());
    if (population(i).spiking() == (i == image.readout()))
      return bad("population {} is {}the readout but {}", i, i == image.readout() ? "" : "not ",
                 population(i).spiking() ? "spikes" : "does not spike");
  }
  if (image.readout() != noReadout && image.readout() >= populations())
    return bad("the readout, population {}, does not exist", image.readout());
  if (nothingComesIn && image.host()->size() > 0)
    return bad("the host has synapses, but nothing comes in");
  if (neurons > uint64_t(1) << 32)
    return bad("holds {} neurons, more than 2^32", neurons);
  for (uint32_t i = 0; i < image.weights()->size(); ++i)
    if (Status status = checkWeights(*image.weights()->Get(i)); !status)
      return at(fmt::format("weights {}", i), status.error());
  if (image.cores()->size() == 0)
    return bad("uses no core");
  for (uint32_t i = 0; i < image.cores()->size(); ++i) {
    const image::Core &core = *image.cores()->Get(i);
    if (i > 0 && core.id() <= image.cores()->Get(i - 1)->id())
      return bad("core {} follows core {}: ids must ascend", core.id(),
                 image.cores()->Get(i - 1)->id());
    if (Status status = checkCore(core); !status)
      return at(fmt::format("core {}", core.id()), status.error());
  }
  for (uint32_t i = 0; i < image.host()->size(); ++i)
    if (Status status = checkHost(*image.host()->Get(i)); !status)
      return at(fmt::format("host synapses {}", i), status.error());
  return success();
}

} // namespace

Status checkFields(const image::Image &image) { return FieldCheck(image).run(); }

} // namespace nacre
