// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// LLVM's parser goes through the file once, without a tree: networks are long lists.
#include "compiler/import/sanafe/NetworkReader.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <map>

namespace nacre::sanafe {

namespace yaml = llvm::yaml;
using llvm::StringRef;

namespace {

/// Stops at the first error of the file's form, and goes on after attributes that it does not know.
class Reader {
  llvm::SourceMgr sources;
  yaml::Stream stream;
  Findings &findings;
  Network network;
  llvm::StringMap<size_t> groups;
  std::map<std::pair<size_t, size_t>, size_t> sparseEdges; ///< from neuron to neuron, by groups
  std::string syntaxError;
  bool good = true;

public:
  Reader(std::string_view text, Findings &findings)
      : stream(StringRef(text.data(), text.size()), sources), findings(findings) {
    sources.setDiagHandler(
        [](const llvm::SMDiagnostic &diagnostic, void *reader) {
          std::string &first = static_cast<Reader *>(reader)->syntaxError;
          if (first.empty())
            first = fmt::format("line {}: {}", diagnostic.getLineNo(),
                                std::string_view(diagnostic.getMessage()));
        },
        this);
  }

  Network read() {
    yaml::document_iterator document = stream.begin();
    if (document == stream.end() || !document->getRoot())
      malformed("", "there is no YAML document in it");
    else
      readTop(document->getRoot());
    if (stream.failed())
      malformed("", syntaxError.empty() ? "it is no YAML" : syntaxError);
    return std::move(network);
  }

private:
  using Entry = std::function<void(StringRef key, yaml::Node &keyNode, yaml::Node *value)>;

  /// Nothing for nodes that stand nowhere, as values that are left out.
  std::string placeOf(const yaml::Node &node) {
    const llvm::SMLoc start = node.getSourceRange().Start;
    if (!start.isValid() || sources.FindBufferContainingLoc(start) == 0)
      return "";
    return fmt::format("line {}", sources.getLineAndColumn(start).first);
  }

  /// The file is not what it should be: nothing more is read of it.
  void malformed(std::string_view place, std::string_view reason) {
    if (good)
      findings.add("NCR1501", place, reason, "see SANA-FE's description of its network files");
    good = false;
  }

  void unknown(std::string_view place, std::string_view reason, std::string_view remedy) {
    findings.add("NCR1502", place, reason, remedy);
  }

  void forEachEntry(yaml::Node *node, std::string_view what, const Entry &entry) {
    if (!good || !node || llvm::isa<yaml::NullNode>(node))
      return;
    auto *map = llvm::dyn_cast<yaml::MappingNode>(node);
    if (!map)
      return malformed(placeOf(*node), fmt::format("{} must be a map of keys and values", what));
    for (yaml::KeyValueNode &pair : *map) {
      auto *key = llvm::dyn_cast_or_null<yaml::ScalarNode>(pair.getKey());
      if (!key)
        return malformed(placeOf(*node), fmt::format("a key of {} is no plain name", what));
      llvm::SmallString<32> storage;
      entry(key->getValue(storage), *key, pair.getValue());
      if (!good || stream.failed())
        return;
    }
  }

  void forEachItem(yaml::Node *node, std::string_view what,
                   const std::function<void(yaml::Node &)> &item) {
    if (!good || !node || llvm::isa<yaml::NullNode>(node))
      return;
    auto *list = llvm::dyn_cast<yaml::SequenceNode>(node);
    if (!list)
      return malformed(placeOf(*node), fmt::format("{} must be a list", what));
    for (yaml::Node &element : *list) {
      item(element);
      if (!good || stream.failed())
        return;
    }
  }

  std::string text(yaml::Node *node, std::string_view what) {
    auto *scalar = llvm::dyn_cast_or_null<yaml::ScalarNode>(node);
    if (!scalar) {
      malformed(node ? placeOf(*node) : "", fmt::format("{} must be a text", what));
      return "";
    }
    llvm::SmallString<32> storage;
    return scalar->getValue(storage).str();
  }

  double number(yaml::Node *node, std::string_view what) {
    const std::string value = text(node, what);
    double result = 0;
    if (good && (StringRef(value).getAsDouble(result) || !std::isfinite(result)))
      malformed(placeOf(*node), fmt::format("{} must be a number, not '{}'", what, value));
    return result;
  }

  int64_t count(yaml::Node *node, std::string_view what) {
    const std::string value = text(node, what);
    int64_t result = 0;
    if (good && (StringRef(value).getAsInteger(10, result) || result < 1 || result > mostItems))
      malformed(placeOf(*node),
                fmt::format("{} must be a whole number from 1 on, not '{}'", what, value));
    return result;
  }

  /// "3" or "0..15", both ends included.
  bool range(StringRef spelled, int64_t &first, int64_t &last) {
    auto [low, high] = spelled.split("..");
    if (low.getAsInteger(10, first) || first < 0 || first >= mostItems)
      return false;
    last = first;
    return high.empty() ? !spelled.contains("..")
                        : !high.getAsInteger(10, last) && last >= first && last < mostItems;
  }

  void readTop(yaml::Node *root) {
    bool hasNetwork = false;
    forEachEntry(root, "the file", [&](StringRef key, yaml::Node &at, yaml::Node *value) {
      if (key == "network") {
        hasNetwork = true;
        readNetworkMap(value);
      } else if (key == "mappings") {
        if (!hasNetwork)
          return malformed(placeOf(at), "'mappings' must follow 'network'");
        forEachItem(value, "'mappings'", [&](yaml::Node &item) { readMapping(item); });
      } else {
        malformed(placeOf(at), fmt::format("unknown key '{}'", key.str()));
      }
    });
    if (good && !hasNetwork)
      malformed("", "it has no 'network'");
  }

  void readNetworkMap(yaml::Node *node) {
    forEachEntry(node, "'network'", [&](StringRef key, yaml::Node &at, yaml::Node *value) {
      if (key == "name")
        network.name = text(value, "the network's name");
      else if (key == "groups")
        forEachItem(value, "'groups'", [&](yaml::Node &group) { readGroup(group); });
      else if (key == "edges")
        forEachItem(value, "'edges'", [&](yaml::Node &edge) { readEdge(edge); });
      else
        malformed(placeOf(at), fmt::format("unknown key '{}' of the network", key.str()));
    });
  }

  /// What a group says of all its neurons, or a neuron of itself.
  void readSoma(yaml::Node *node, std::string_view what, Soma &soma, Group *group) {
    forEachEntry(node, what, [&](StringRef key, yaml::Node &at, yaml::Node *value) {
      auto real = [&](double &to) { to = number(value, key.str()); };
      if (key == "threshold")
        real(soma.threshold);
      else if (key == "reset")
        real(soma.reset);
      else if (key == "leak_decay")
        real(soma.leakDecay);
      else if (key == "bias")
        real(soma.bias);
      else if (key == "reset_mode")
        soma.resetMode = text(value, "reset_mode");
      else if (key == "soma")
        readSoma(value, "'soma'", soma, nullptr);
      else if (group && key == "soma_hw_name")
        group->somaUnit = text(value, key.str());
      else if (group && key == "synapse_hw_name")
        group->synapseUnit = text(value, key.str());
      else if (!key.starts_with("log_")) // what SANA-FE writes down
        unknown(fmt::format("{}, {}", what, placeOf(at)),
                fmt::format("the attribute '{}' is not understood", key.str()),
                "leave it out if the network computes the same without it");
    });
  }

  void readGroup(yaml::Node &node) {
    Group group;
    group.place = placeOf(node);
    Soma all;
    std::vector<bool> named;
    forEachEntry(&node, "a group", [&](StringRef key, yaml::Node &at, yaml::Node *value) {
      if (key == "name")
        group.name = text(value, "a group's name");
      else if (key == "attributes")
        readSoma(value, "group '" + group.name + "'", all, &group);
      else if (key == "neurons")
        forEachItem(value, "'neurons'",
                    [&](yaml::Node &neuron) { readNeurons(neuron, all, group, named); });
      else
        malformed(placeOf(at), fmt::format("unknown key '{}' of a group", key.str()));
    });
    if (!good)
      return;
    if (group.neurons.empty())
      return malformed(group.place, fmt::format("group '{}' has no neurons", group.name));
    if (auto hole = llvm::find(named, false); hole != named.end())
      return malformed(group.place, fmt::format("group '{}' has no neuron {}, but later ones",
                                                group.name, hole - named.begin()));
    if (!groups.try_emplace(group.name, network.groups.size()).second)
      return malformed(group.place, fmt::format("there are two groups '{}'", group.name));
    network.groups.push_back(std::move(group));
  }

  /// "0..15", or a map from such ranges to attributes.
  void readNeurons(yaml::Node &node, const Soma &all, Group &group, std::vector<bool> &named) {
    auto add = [&](StringRef spelled, const yaml::Node &at, yaml::Node *attributes) {
      int64_t first = 0, last = 0;
      if (!range(spelled, first, last))
        return malformed(placeOf(at), fmt::format("'{}' names no neurons", spelled.str()));
      Soma soma = all;
      readSoma(attributes, fmt::format("neuron {}.{}", group.name, spelled.str()), soma, nullptr);
      if (size_t(last) >= group.neurons.size())
        group.neurons.resize(size_t(last) + 1, all), named.resize(size_t(last) + 1);
      for (int64_t i = first; i <= last; ++i)
        group.neurons[size_t(i)] = soma, named[size_t(i)] = true;
    };
    if (llvm::isa<yaml::ScalarNode>(node))
      return add(text(&node, "a neuron"), node, nullptr);
    forEachEntry(&node, "a neuron",
                 [&](StringRef key, yaml::Node &at, yaml::Node *value) { add(key, at, value); });
  }

  /// "group" or "group.3" or "group.0..9"; the neurons are none where there is no index.
  bool resolve(StringRef spelled, size_t &group, int64_t &first, int64_t &last) {
    spelled = spelled.trim();
    first = last = -1;
    auto found = groups.find(spelled);
    if (found == groups.end()) {
      // The dots of a range are no separator.
      const size_t beforeRange = spelled.contains("..") ? spelled.find("..") : StringRef::npos;
      const size_t dot = spelled.rfind('.', beforeRange);
      if (dot == StringRef::npos)
        return false;
      found = groups.find(spelled.take_front(dot));
      if (found == groups.end() || !range(spelled.drop_front(dot + 1), first, last))
        return false;
    }
    group = found->second;
    return last < int64_t(network.groups[group].neurons.size());
  }

  void readEdge(yaml::Node &node) {
    forEachEntry(&node, "an edge", [&](StringRef key, yaml::Node &at, yaml::Node *value) {
      auto [from, to] = key.split("->");
      size_t source = 0, target = 0;
      int64_t first = 0, last = 0, targetFirst = 0, targetLast = 0;
      if (!resolve(from, source, first, last) || !resolve(to, target, targetFirst, targetLast) ||
          (first < 0) != (targetFirst < 0) || first != last || targetFirst != targetLast)
        return malformed(
            placeOf(at),
            fmt::format("'{}' is no edge between groups or neurons of the file", key.str()));
      if (first >= 0)
        return readSynapse(value, source, target, {first, targetFirst}, placeOf(at));
      Edge edge;
      edge.source = source, edge.target = target, edge.place = placeOf(at);
      readConnections(value, key.trim().str(), edge);
      network.edges.push_back(std::move(edge));
    });
  }

  /// One synapse, from neuron to neuron.
  void readSynapse(yaml::Node *node, size_t source, size_t target, std::pair<int64_t, int64_t> ends,
                   const std::string &place) {
    auto [at, fresh] = sparseEdges.try_emplace({source, target}, network.edges.size());
    if (fresh) {
      network.edges.emplace_back();
      network.edges.back().source = source, network.edges.back().target = target;
      network.edges.back().place = place;
    }
    double weight = 0;
    forEachEntry(node, "a synapse", [&](StringRef key, yaml::Node &where, yaml::Node *value) {
      if (key == "weight")
        weight = number(value, "weight");
      else if (key == "synapse")
        forEachEntry(value, "'synapse'", [&](StringRef inner, yaml::Node &, yaml::Node *of) {
          if (inner == "weight")
            weight = number(of, "weight");
          else
            unknownOfEdge(inner, where);
        });
      else
        unknownOfEdge(key, where);
    });
    Edge &edge = network.edges[at->second];
    edge.ends.push_back(ends);
    edge.weights.push_back(weight);
  }

  void unknownOfEdge(StringRef key, const yaml::Node &at) {
    unknown(fmt::format("edge, {}", placeOf(at)),
            fmt::format("the attribute '{}' is not understood", key.str()),
            "leave it out if the network computes the same without it");
  }

  void readConnections(yaml::Node *node, const std::string &name, Edge &edge) {
    std::string type;
    const std::map<StringRef, int64_t Edge::*> sizes = {
        {"input_channels", &Edge::inputChannels}, {"input_height", &Edge::inputRows},
        {"input_width", &Edge::inputColumns},     {"kernel_count", &Edge::kernels},
        {"kernel_height", &Edge::kernelRows},     {"kernel_width", &Edge::kernelColumns},
        {"stride_height", &Edge::strideRows},     {"stride_width", &Edge::strideColumns}};
    std::vector<int64_t> pairs;
    forEachEntry(node, "edge '" + name + "'",
                 [&](StringRef key, yaml::Node &at, yaml::Node *value) {
                   if (auto size = sizes.find(key); size != sizes.end())
                     edge.*size->second = count(value, key.str());
                   else if (key == "type")
                     type = text(value, "type");
                   else if (key == "weight")
                     forEachItem(value, "'weight'", [&](yaml::Node &weight) {
                       edge.weights.push_back(number(&weight, "a weight"));
                     });
                   else if (key == "source_target_pairs")
                     forEachItem(value, "'source_target_pairs'", [&](yaml::Node &pair) {
                       std::vector<int64_t> ends;
                       forEachItem(&pair, "a pair", [&](yaml::Node &end) {
                         ends.push_back(int64_t(number(&end, "a neuron")));
                       });
                       if (good && ends.size() != 2)
                         return malformed(placeOf(pair), "a pair must be source and target");
                       if (good)
                         edge.ends.push_back({ends[0], ends[1]});
                     });
                   else
                     unknownOfEdge(key, at);
                 });
    if (!good)
      return;
    if (type == "dense")
      edge.kind = Edge::Kind::Dense;
    else if (type == "conv2d")
      edge.kind = Edge::Kind::Convolution;
    else if (type != "sparse")
      return malformed(edge.place, fmt::format("edge '{}' is of type '{}', not dense, conv2d or "
                                               "sparse",
                                               name, type));
    if (std::string wrong = misfit(edge); !wrong.empty())
      malformed(edge.place, fmt::format("edge '{}' {}", name, wrong));
  }

  /// Whether sizes fit each other and the groups.
  std::string misfit(const Edge &edge) const {
    const auto sources = int64_t(network.groups[edge.source].neurons.size());
    const auto targets = int64_t(network.groups[edge.target].neurons.size());
    const auto weights = int64_t(edge.weights.size());
    if (edge.kind == Edge::Kind::Dense)
      return weights == sources * targets
                 ? ""
                 : fmt::format("has {} weights, not {} x {}", weights, sources, targets);
    if (edge.kind == Edge::Kind::Sparse) {
      for (auto [from, to] : edge.ends)
        if (from < 0 || from >= sources || to < 0 || to >= targets)
          return fmt::format("joins neurons {} and {}, which do not exist", from, to);
      return weights == int64_t(edge.ends.size())
                 ? ""
                 : fmt::format("has {} weights for {} pairs", weights, edge.ends.size());
    }
    if (std::min({edge.inputChannels, edge.kernels, edge.kernelRows, edge.kernelColumns}) == 0 ||
        edge.inputRows < edge.kernelRows || edge.inputColumns < edge.kernelColumns)
      return "lacks a size, or its kernel is larger than its input";
    const int64_t positions = edge.inputRows * edge.inputColumns; // each at most 2^28
    if (positions > sources || edge.inputChannels * positions != sources)
      return fmt::format("reads {} x {} x {} neurons of {}", edge.inputChannels, edge.inputRows,
                         edge.inputColumns, sources);
    if (edge.kernels > targets ||
        edge.kernels * edge.outputRows() * edge.outputColumns() != targets)
      return fmt::format("leads to {} x {} x {} neurons of {}", edge.kernels, edge.outputRows(),
                         edge.outputColumns(), targets);
    if (edge.kernels * edge.inputChannels * edge.kernelRows * edge.kernelColumns != weights)
      return fmt::format("has {} weights, not {} x {} x {} x {}", weights, edge.kernelRows,
                         edge.kernelColumns, edge.inputChannels, edge.kernels);
    return "";
  }

  void readMapping(yaml::Node &node) {
    forEachEntry(&node, "a mapping", [&](StringRef key, yaml::Node &at, yaml::Node *value) {
      size_t group = 0;
      int64_t first = 0, last = 0;
      if (!resolve(key, group, first, last))
        return malformed(placeOf(at), fmt::format("'{}' names no neurons of the file", key.str()));
      std::vector<Core> &cores = network.groups[group].cores;
      const size_t neurons = network.groups[group].neurons.size();
      if (first < 0)
        first = 0, last = int64_t(neurons) - 1;
      cores.resize(neurons);
      Core core;
      forEachEntry(value, "a mapping", [&](StringRef what, yaml::Node &where, yaml::Node *of) {
        if (what == "core") {
          const std::string spelled = text(of, "core");
          auto [tile, inTile] = StringRef(spelled).split('.');
          if (good && (tile.getAsInteger(10, core.tile) || inTile.getAsInteger(10, core.core) ||
                       core.tile < 0 || core.core < 0))
            malformed(placeOf(where), fmt::format("'{}' is no core; write TILE.CORE", spelled));
        } else if (what == "soma") {
          network.groups[group].somaUnit = text(of, "soma");
        } else {
          unknown(fmt::format("mapping, {}", placeOf(where)),
                  fmt::format("the attribute '{}' is not understood", what.str()),
                  "leave it out if the network computes the same without it");
        }
      });
      std::fill(cores.begin() + first, cores.begin() + last + 1, core);
    });
  }
};

} // namespace

Network readNetwork(std::string_view text, Findings &findings) {
  return Reader(text, findings).read();
}

} // namespace nacre::sanafe
