// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/sanafe/NetworkWriter.h"
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace nacre::sanafe {

namespace {

/// Calls visit(first, last) for each run of neurons that are alike.
template <class Value, class Visit> void forEachRun(const std::vector<Value> &values, Visit visit) {
  for (size_t first = 0, end = 0; first < values.size(); first = end) {
    while (end < values.size() && values[end] == values[first])
      ++end;
    visit(first, end - 1);
  }
}

std::string rangeText(size_t first, size_t last) {
  return first == last ? fmt::format("{}", first) : fmt::format("{}..{}", first, last);
}

void addGroup(std::string &text, const Group &group) {
  const Soma &all = group.neurons.front();
  text += fmt::format("  - name: {}\n    attributes: {{soma_hw_name: {}, synapse_hw_name: {}, "
                      "threshold: {}, reset: {}, reset_mode: {}, leak_decay: {}}}\n    neurons:\n",
                      group.name, group.somaUnit, group.synapseUnit, all.threshold, all.reset,
                      all.resetMode, all.leakDecay);
  forEachRun(group.neurons, [&](size_t first, size_t last) {
    text += fmt::format("    - {{{}: {{bias: {}}}}}\n", rangeText(first, last),
                        group.neurons[first].bias);
  });
}

void addEdge(std::string &text, const Network &network, const Edge &edge) {
  text += fmt::format("  - {} -> {}: {{type: ", network.groups[edge.source].name,
                      network.groups[edge.target].name);
  if (edge.kind == Edge::Kind::Dense)
    text += "dense";
  if (edge.kind == Edge::Kind::Sparse) {
    text += "sparse, source_target_pairs: [";
    for (size_t i = 0; i < edge.ends.size(); ++i)
      text += fmt::format("{}[{}, {}]", i ? ", " : "", edge.ends[i].first, edge.ends[i].second);
    text += "]";
  }
  if (edge.kind == Edge::Kind::Convolution)
    text += fmt::format("conv2d, input_width: {}, input_height: {}, input_channels: {}, "
                        "kernel_width: {}, kernel_height: {}, kernel_count: {}, stride_width: {}, "
                        "stride_height: {}",
                        edge.inputColumns, edge.inputRows, edge.inputChannels, edge.kernelColumns,
                        edge.kernelRows, edge.kernels, edge.strideColumns, edge.strideRows);
  text += fmt::format(", weight: [{}]}}\n", fmt::join(edge.weights, ", "));
}

} // namespace

std::string writeNetwork(const Network &network) {
  std::string text = fmt::format("network:\n  name: {}\n  groups:\n", network.name);
  for (const Group &group : network.groups)
    addGroup(text, group);
  text += "  edges:\n";
  for (const Edge &edge : network.edges)
    addEdge(text, network, edge);
  text += "mappings:\n";
  for (const Group &group : network.groups)
    forEachRun(group.cores, [&](size_t first, size_t last) {
      text += fmt::format("- {}.{}: {{core: {}.{}}}\n", group.name, rangeText(first, last),
                          group.cores[first].tile, group.cores[first].core);
    });
  return text;
}

} // namespace nacre::sanafe
