// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/report/Reference.h"
#include "support/Files.h"
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>

namespace nacre {
namespace {

using Json = nlohmann::json;

/// One object whose keys are all taken, each once. The first mistake is kept in `wrong`.
class Keys {
  const Json &object;
  std::string path;
  std::string &wrong;
  std::map<std::string, bool> taken;

  void fail(const std::string &key, const std::string &what) {
    if (wrong.empty())
      wrong = fmt::format("'{}{}' {}", path, key, what);
  }
  const Json *value(const std::string &key) {
    taken[key] = true;
    if (object.is_object() && object.contains(key))
      return &object[key];
    fail(key, "is absent");
    return nullptr;
  }

public:
  Keys(const Json &object, std::string path, std::string &wrong)
      : object(object), path(std::move(path)), wrong(wrong) {}

  const Json &child(const std::string &key) {
    static const Json none = Json::object();
    const Json *v = value(key);
    if (v && !v->is_object())
      fail(key, "is no object");
    return v && v->is_object() ? *v : none;
  }
  void read(const std::string &key, std::string &to) {
    const Json *v = value(key);
    if (v && !v->is_string())
      fail(key, "is no text");
    else if (v)
      to = *v;
  }
  void read(const std::string &key, int64_t &to) {
    if (const Json *v = value(key))
      readCount(key, *v, to);
  }
  void read(const std::string &key, std::vector<int64_t> &to) {
    const Json *v = value(key);
    if (v && !v->is_array())
      return fail(key, "is no list");
    for (size_t i = 0; v && i < v->size(); ++i)
      readCount(fmt::format("{}[{}]", key, i), (*v)[i], to.emplace_back());
  }
  void readCount(const std::string &key, const Json &v, int64_t &to) {
    if (!v.is_number_unsigned() || v.get<uint64_t>() > uint64_t(INT64_MAX))
      fail(key, "is no count");
    else
      to = v;
  }
  void refuseOthers() {
    for (const auto &[key, unused] : object.items())
      if (!taken.count(key))
        fail(key, "is unknown");
  }
};

std::string impossible(const Reference &r) {
  if (!r.snn.correctAfterStep.empty() && r.snn.correctAfterStep.size() != size_t(r.steps))
    return fmt::format("'snn.correct_after_step' has {} entries, 'time_steps' is {}",
                       r.snn.correctAfterStep.size(), r.steps);
  for (int64_t correct : r.snn.correctAfterStep)
    if (correct > r.samples)
      return fmt::format("'snn.correct_after_step' has {} of {} samples", correct, r.samples);
  if (r.qann && r.qann->correct > r.samples)
    return fmt::format("'qann.correct' has {} of {} samples", r.qann->correct, r.samples);
  return "";
}

} // namespace

Result<Reference> parseReference(const std::string &text, const std::string &fileName) {
  const char *remedy = "--reference takes what 'nacre evaluate --format json' writes";
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object())
    return Error{fmt::format("{}: no JSON object", fileName), remedy};
  Reference reference;
  std::string wrong;
  Keys top(json, "", wrong);
  top.read("network", reference.network);
  top.read("dataset", reference.dataset);
  top.read("samples", reference.samples);
  top.read("time_steps", reference.steps);
  if (json.contains("qann")) {
    Keys qann(top.child("qann"), "qann.", wrong);
    reference.qann.emplace();
    qann.read("correct", reference.qann->correct);
    qann.read("macs_per_sample", reference.qann->macsPerSample);
    qann.read("parameters", reference.qann->parameters);
    qann.refuseOthers();
  }
  Keys snn(top.child("snn"), "snn.", wrong);
  snn.read("correct_after_step", reference.snn.correctAfterStep);
  snn.read("spikes", reference.snn.spikes);
  snn.read("synaptic_operations", reference.snn.synapticOps);
  snn.read("promise", reference.snn.promise);
  snn.refuseOthers();
  top.refuseOthers();
  if (wrong.empty())
    wrong = impossible(reference);
  if (!wrong.empty())
    return Error{fmt::format("{}: {}", fileName, wrong), remedy};
  return reference;
}

Result<Reference> readReference(const std::string &path) {
  Result<std::string> text = readFile(path);
  if (!text)
    return text.error();
  return parseReference(*text, path);
}

Status checkReference(const Reference &reference, const std::string &network,
                      const std::string &dataset, int64_t samples, int64_t steps) {
  auto refuse = [](const char *what, const auto &theirs, const auto &ours) {
    return Error{
        fmt::format("the reference was made with {} {}, this run has {}", what, theirs, ours),
        "evaluate and simulate the same network with the same data options"};
  };
  if (reference.network != network)
    return refuse("network", reference.network, network);
  if (reference.dataset != dataset)
    return refuse("data set", reference.dataset, dataset);
  if (reference.samples != samples)
    return refuse("a number of samples of", reference.samples, samples);
  if (reference.steps != steps)
    return refuse("a number of time steps of", reference.steps, steps);
  return success();
}

} // namespace nacre
