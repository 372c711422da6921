// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/inspect/ImageJson.h"
#include "hw_models/image/BlockWeights.h"
#include "hw_models/image/ImageNeurons.h"
#include "hw_models/image/ImageRows.h"
#include "hw_models/image/RouteNeurons.h"
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace nacre {
namespace {

using Json = nlohmann::json;

/// fn(element) of every element of a vector that may be absent.
template <class Vector, class Function> Json listOf(const Vector *vector, Function fn) {
  Json list = Json::array();
  for (unsigned i = 0; vector && i < vector->size(); ++i)
    list.push_back(fn(vector->Get(i)));
  return list;
}

std::string populationName(const image::Image &image, uint32_t index) {
  return image.populations()->Get(index)->name()->str();
}

Json boxJson(const image::Box &box) {
  return {{"channels", {box.c0(), box.c1()}},
          {"rows", {box.y0(), box.y1()}},
          {"columns", {box.x0(), box.x1()}}};
}

Json windowJson(const image::Window &w) {
  return {{"kernel", {w.kernel_height(), w.kernel_width()}},
          {"stride", {w.stride_y(), w.stride_x()}},
          {"pad", {w.pad_top(), w.pad_left()}},
          {"dilation", {w.dilation_y(), w.dilation_x()}},
          {"groups", w.groups()}};
}

const char *formatName(image::SynapseFormat format) {
  switch (format) {
  case image::SynapseFormat::Dense:
    return "dense";
  case image::SynapseFormat::Convolution:
    return "convolution";
  case image::SynapseFormat::Sparse:
    return "sparse";
  }
  return "";
}

/// What Synapses and HostSynapses have in common.
template <class Table> Json connectionJson(const Table &table) {
  Json json = {{"format", formatName(table.format())}, {"weights", table.weights()}};
  if (table.window())
    json["window"] = windowJson(*table.window());
  return json;
}

const char *resetName(image::Reset reset) {
  switch (reset) {
  case image::Reset::Subtract:
    return "subtract";
  case image::Reset::ToValue:
    return "to_value";
  case image::Reset::None:
    return "none";
  }
  return "";
}

Json populationJson(const image::Population *p) {
  auto integers = [](const flatbuffers::Vector<int32_t> *values) {
    return listOf(values, [](int32_t value) { return value; });
  };
  Json json = {{"name", p->name()->str()},
               {"shape", {p->channels(), p->height(), p->width()}},
               {"neurons", volume(*p)},
               {"depth", p->depth()},
               {"spiking", p->spiking()},
               {"model", p->model()->str()},
               {"amplitude", p->amplitude()},
               {"theta", integers(p->theta())},
               {"v0", integers(p->v0())},
               {"bias", integers(p->bias())},
               {"renumbered", p->order() && p->order()->size() > 0}};
  if (const image::NeuronOptions *o = p->options())
    json["options"] = {{"reset", resetName(o->reset())},
                       {"strict", o->strict()},
                       {"max_spikes", o->max_spikes()},
                       {"reset_value", o->reset_value()},
                       {"leak_shift", o->leak_shift()},
                       {"leak_multiplier", o->leak_multiplier()},
                       {"leak_scale_bits", o->leak_scale_bits()},
                       {"membrane_bits", o->membrane_bits()},
                       {"input_shift", p->input_shift()},
                       {"current_leak_multiplier", p->current_leak_multiplier()},
                       {"current_leak_scale_bits", p->current_leak_scale_bits()},
                       {"current_bits", p->current_bits()}};
  return json;
}

Json weightsJson(const image::Weights *weights) {
  const WeightSpan values = spanOf(*weights);
  return {{"bits", weights->bits()}, {"values", values.size()}, {"zeros", values.zeros()}};
}

Json coreJson(const image::Image &image, const image::Core &core, BlockWeights &weights) {
  auto synapses = [&](const image::Slice &slice, const image::Synapses *s) {
    Json json = connectionJson(*s);
    json["source"] = populationName(image, s->source());
    json["source_box"] = boxJson(*s->source_box());
    json["delay"] = s->delay();
    SynapseStorage storage = storageOf(*s);
    json["layout"] = SynapseStorage{storage.layout}.name();
    json["codebook_entries"] = nullptr;
    if (storage.codebook)
      json["codebook_entries"] = storage.codebookEntries(weights.of(slice, *s));
    return json;
  };
  auto slice = [&](const image::Slice *s) {
    return Json{{"population", populationName(image, s->population())},
                {"box", boxJson(*s->box())},
                {"neurons", volume(*s->box())},
                {"copy", s->copy()},
                {"synapses", listOf(s->synapses(), [&](const image::Synapses *block) {
                   return synapses(*s, block);
                 })}};
  };
  const RouteNeurons sent(core);
  uint32_t number = 0;
  auto route = [&](const image::Route *r) {
    return Json{{"population", populationName(image, r->population())},
                {"box", boxJson(r->box())},
                {"neurons", sent.count(number++)},
                {"destination", r->destination()}};
  };
  return {{"id", core.id()},
          {"slices", listOf(core.slices(), slice)},
          {"routes", listOf(core.routes(), route)}};
}

Json keyJson(const image::Key *key) {
  return {{"source", key->source()},
          {"destinations", listOf(key->destinations(), [](uint32_t core) { return core; })}};
}

Json tableJson(const image::RouterTable *table) {
  auto entry = [](const image::TableEntry *e) {
    Json ports = Json::array();
    for (uint32_t port = 0; port < 64; ++port)
      if (e->outputs() >> port & 1)
        ports.push_back(port);
    return Json{{"key", e->key()}, {"ports", ports}};
  };
  return {{"router", table->router()}, {"entries", listOf(table->entries(), entry)}};
}

} // namespace

Json coreJson(const image::Image &image, const image::Core &core) {
  BlockWeights weights(image);
  return coreJson(image, core, weights);
}

Json imageJson(const image::Image &image) {
  BlockWeights weights(image);
  auto host = [&](const image::HostSynapses *h) {
    Json json = connectionJson(*h);
    json["target"] = populationName(image, h->target());
    return json;
  };
  return {{"network", image.network()->str()},
          {"chip", image.chip()->str()},
          {"chip_hash", fmt::format("{:016x}", image.chip_hash())},
          {"chips", {image.chip_columns(), image.chip_rows()}},
          {"format_version", imageFormatVersion},
          {"input",
           {{"shape", {image.input_channels(), image.input_height(), image.input_width()}},
            {"zero_point", image.input_zero_point()}}},
          {"readout", image.readout() == noReadout ? Json(nullptr)
                                                   : Json(populationName(image, image.readout()))},
          {"populations", listOf(image.populations(), populationJson)},
          {"weights", listOf(image.weights(), weightsJson)},
          {"host_synapses", listOf(image.host(), host)},
          {"cores", listOf(image.cores(),
                           [&](const image::Core *c) { return coreJson(image, *c, weights); })},
          {"keys", listOf(image.keys(), keyJson)},
          {"tables", listOf(image.tables(), tableJson)}};
}

Result<const image::Core *> findCore(const image::Image &image, uint32_t id) {
  const auto *cores = image.cores();
  for (const image::Core *core : *cores)
    if (core->id() == id)
      return core;
  std::string known;
  for (unsigned i = 0; i < std::min(cores->size(), 16u); ++i)
    known += fmt::format("{}{}", i ? ", " : "", cores->Get(i)->id());
  return Error{fmt::format("the image uses no core {}", id),
               fmt::format("it uses {}{}", known, cores->size() > 16 ? ", ..." : ""),
               ExitCode::Usage};
}

} // namespace nacre
