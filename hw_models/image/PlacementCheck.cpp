// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/image/ChipImage.h"
#include "hw_models/image/ImageCheck.h"
#include "hw_models/image/ImageRows.h"
#include "hw_models/image/NeuronDelivery.h"
#include "hw_models/image/RouteNeurons.h"
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace nacre {
namespace {

uint64_t overlap(const image::Box &a, const image::Box &b) {
  auto shared = [](uint32_t a0, uint32_t a1, uint32_t b0, uint32_t b1) -> uint64_t {
    uint32_t low = std::max(a0, b0), high = std::min(a1, b1);
    return high > low ? high - low : 0;
  };
  return shared(a.c0(), a.c1(), b.c0(), b.c1()) * shared(a.y0(), a.y1(), b.y0(), b.y1()) *
         shared(a.x0(), a.x1(), b.x0(), b.x1());
}

/// Neurons of a population that boxes cover; refuses to cover one twice.
class Coverage {
  const image::Population *population;
  std::vector<bool> covered;
  uint64_t count = 0;

public:
  explicit Coverage(const image::Population &p) : population(&p), covered(volume(p)) {}

  bool add(const image::Box &box) {
    for (uint64_t c = box.c0(); c < box.c1(); ++c)
      for (uint64_t y = box.y0(); y < box.y1(); ++y)
        for (uint64_t x = box.x0(); x < box.x1(); ++x) {
          uint64_t neuron = (c * population->height() + y) * population->width() + x;
          if (covered[neuron])
            return false;
          covered[neuron] = true;
          ++count;
        }
    return true;
  }
  bool isComplete() const { return count == covered.size(); }
};

/// Routes of one population to one core, or the axons there that wait for them.
struct Axons {
  std::vector<const image::Box *> routes, sources;
};

std::string nameOf(const image::Image &image, uint32_t population) {
  return image.populations()->Get(population)->name()->str();
}

/// Whether a copy lies in a core that holds some of its neurons anyway, and what else it must not.
Status checkCopy(const image::Image &image, const image::Core &core, const image::Slice &copy) {
  auto bad = [&](const char *what) {
    return Error{fmt::format("core {}: a copy of '{}' {}", core.id(),
                             nameOf(image, copy.population()), what)};
  };
  if (copy.population() == image.readout())
    return bad("is of the readout");
  for (const image::Slice *other : *core.slices())
    if (other != &copy && other->population() == copy.population() &&
        overlap(*other->box(), *copy.box()))
      return bad("lies beside another slice with the same neurons");
  for (uint32_t i = 0; copy.synapses() && i < copy.synapses()->size(); ++i)
    if (copy.synapses()->Get(i)->format() == image::SynapseFormat::Sparse)
      return bad("has sparse synapses");
  return success();
}

Status checkSlices(const image::Image &image) {
  std::vector<Coverage> coverage;
  for (const image::Population *population : *image.populations())
    coverage.emplace_back(*population);
  for (const image::Core *core : *image.cores())
    for (const image::Slice *slice : *core->slices()) {
      if (slice->copy()) {
        if (Status status = checkCopy(image, *core, *slice); !status)
          return status;
        continue;
      }
      if (!coverage[slice->population()].add(*slice->box()))
        return Error{fmt::format("core {}: a neuron of '{}' lies in two slices", core->id(),
                                 nameOf(image, slice->population()))};
    }
  for (uint32_t i = 0; i < coverage.size(); ++i)
    if (!coverage[i].isComplete())
      return Error{fmt::format("a neuron of '{}' lies on no core", nameOf(image, i))};
  return success();
}

/// Source populations of which boxes say too little: some core has sparse synapses from them, sends
/// only some neurons of a box, or holds a copy, so that routes of several cores lead to one.
std::set<uint32_t> listedPopulations(const image::Image &image) {
  std::set<uint32_t> listed;
  for (const image::Core *core : *image.cores()) {
    for (const image::Slice *slice : *core->slices()) {
      if (slice->copy())
        listed.insert(slice->population());
      if (slice->synapses())
        for (const image::Synapses *synapses : *slice->synapses())
          if (synapses->format() == image::SynapseFormat::Sparse)
            listed.insert(synapses->source());
    }
    if (core->routes() && !RouteNeurons(*core).sendsAll())
      for (const image::Route *route : *core->routes())
        listed.insert(route->population());
  }
  return listed;
}

/// A core may only send what it holds, and each neuron to each core once (which is checked
/// elsewhere for listed populations).
Status checkSender(const image::Image &image, const image::Core &core,
                   const std::set<uint32_t> &listed) {
  const auto &routes = *core.routes();
  std::map<std::pair<uint32_t, uint32_t>, std::vector<const image::Box *>> seen;
  for (const image::Route *route : routes) {
    uint64_t held = 0;
    for (const image::Slice *slice : *core.slices())
      if (slice->population() == route->population())
        held += overlap(*slice->box(), route->box());
    if (held != volume(route->box()))
      return Error{fmt::format("core {}: a route sends neurons of '{}' that lie elsewhere",
                               core.id(), nameOf(image, route->population()))};
    if (listed.count(route->population()))
      continue;
    auto &boxes = seen[{route->population(), route->destination()}];
    for (const image::Box *other : boxes)
      if (overlap(*other, route->box()))
        return Error{fmt::format("core {}: a neuron of '{}' has two routes to core {}", core.id(),
                                 nameOf(image, route->population()), route->destination())};
    boxes.push_back(&route->box());
  }
  return success();
}

/// Each axon is reached, and no neuron sent twice: neuron by neuron.
Status checkNeurons(const image::Image &image, uint32_t source) {
  const image::Population &population = *image.populations()->Get(source);
  NeuronDelivery delivery;
  // By weights and target population: the core that reads, for each target neuron.
  std::map<std::pair<uint32_t, uint32_t>, std::vector<int64_t>> readers;
  for (const image::Core *core : *image.cores())
    for (const image::Slice *slice : *core->slices())
      for (uint32_t i = 0; slice->synapses() && i < slice->synapses()->size(); ++i) {
        const image::Synapses &synapses = *slice->synapses()->Get(i);
        if (synapses.source() != source)
          continue;
        if (synapses.format() != image::SynapseFormat::Sparse) {
          forEachNeuron(population, *synapses.source_box(),
                        [&](uint32_t neuron) { delivery.need(neuron, core->id()); });
          continue;
        }
        const image::Population &target = *image.populations()->Get(slice->population());
        auto &coreOf = readers[{synapses.weights(), slice->population()}];
        coreOf.resize(volume(target), -1);
        forEachNeuron(target, *slice->box(), [&](uint32_t neuron) { coreOf[neuron] = core->id(); });
      }
  for (const auto &[key, coreOf] : readers)
    delivery.need(rowsOf(*image.weights()->Get(key.first)), coreOf);
  for (const image::Core *core : *image.cores()) {
    RouteNeurons sent(*core);
    for (uint32_t i = 0; core->routes() && i < core->routes()->size(); ++i)
      if (const image::Route &route = *core->routes()->Get(i); route.population() == source)
        sent.forEach(i, [&](uint32_t c, uint32_t y, uint32_t x) {
          delivery.send(indexOf(population, c, y, x), route.destination());
        });
  }
  if (auto fault = delivery.fault(/*exactly=*/false))
    return Error{fmt::format("neuron {} of '{}' has {} routes to core {}{}", fault->neuron,
                             nameOf(image, source), fault->sent, fault->core,
                             fault->needed ? ", which has an axon for it" : "")};
  return success();
}

Status checkRoutes(const image::Image &image) {
  const std::set<uint32_t> listed = listedPopulations(image);
  // By destination core and source population.
  std::map<std::pair<uint32_t, uint32_t>, Axons> axons;
  for (const image::Core *core : *image.cores())
    for (const image::Slice *slice : *core->slices())
      if (slice->synapses())
        for (const image::Synapses *synapses : *slice->synapses())
          axons[{core->id(), synapses->source()}].sources.push_back(synapses->source_box());
  for (const image::Core *core : *image.cores()) {
    if (!core->routes())
      continue;
    if (Status status = checkSender(image, *core, listed); !status)
      return status;
    for (const image::Route *route : *core->routes()) {
      auto found = axons.find({route->destination(), route->population()});
      auto meets = [&](const image::Box *source) { return overlap(*source, route->box()) > 0; };
      if (found == axons.end() ||
          std::none_of(found->second.sources.begin(), found->second.sources.end(), meets))
        return Error{fmt::format("core {}: a route of '{}' leads to core {}, which has no axon "
                                 "for it",
                                 core->id(), nameOf(image, route->population()),
                                 route->destination())};
      found->second.routes.push_back(&route->box());
    }
  }
  // Routes of one population to one core are disjoint, so shares add up.
  for (const auto &[key, axon] : axons) {
    if (listed.count(key.second))
      continue;
    for (const image::Box *source : axon.sources) {
      uint64_t served = 0;
      for (const image::Box *route : axon.routes)
        served += overlap(*source, *route);
      if (served != volume(*source))
        return Error{fmt::format("core {}: no route brings spikes of '{}' to all its axons",
                                 key.first, nameOf(image, key.second))};
    }
  }
  for (uint32_t source : listed)
    if (Status status = checkNeurons(image, source); !status)
      return status;
  return success();
}

} // namespace

Status checkPlacement(const image::Image &image) {
  if (Status status = checkSlices(image); !status)
    return status;
  return checkRoutes(image);
}

} // namespace nacre
