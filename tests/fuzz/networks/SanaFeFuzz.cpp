// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Networks and architectures of SANA-FE: what can be read is written and read again.
#include "compiler/import/sanafe/Architecture.h"
#include "compiler/import/sanafe/NetworkReader.h"
#include "compiler/import/sanafe/NetworkWriter.h"
#include "tests/fuzz/FuzzTarget.h"
#include <algorithm>
#include <cctype>

using namespace nacre;
using namespace nacre::sanafe;

std::vector<std::string> fuzzSeeds() {
  return {
      "network: {name: n, groups: [{name: a, attributes: {threshold: 4, soma_hw_name: s, "
      "synapse_hw_name: d}, neurons: [0..3, {4: {bias: 2}}]}, {name: b, attributes: {soma_hw_name: "
      "s, synapse_hw_name: d}, neurons: [0]}],\n"
      "  edges: [{a.1 -> b.0: {weight: 2}}, {a -> b: {type: dense, weight: [1, 2, 3, 4, 5]}},\n"
      "    {b -> b: {type: sparse, source_target_pairs: [[0, 0]], weight: [3]}},\n"
      "    {b -> b: {type: conv2d, input_width: 1, input_height: 1, input_channels: 1, "
      "kernel_width: 1, kernel_height: 1, kernel_count: 1, weight: [1]}}]}\n"
      "mappings: [{a.0..4: {core: 0.1}}, {b: {core: 2.0}}]\n",
      "architecture:\n  name: c\n  attributes: {topology: mesh, width: 1, height: 1, "
      "link_buffer_size: 1, sync_model: fixed, latency_sync: 0}\n  tile: [{name: t, attributes: "
      "{energy_north_hop: 0, latency_north_hop: 0, energy_east_hop: 0, latency_east_hop: 0, "
      "energy_south_hop: 0, latency_south_hop: 0, energy_west_hop: 0, latency_west_hop: 0}, "
      "core: [{name: c, attributes: {max_neurons_supported: 4}, axon_in: [], synapse: [], "
      "dendrite: [], soma: [], axon_out: []}]}]\n"};
}

void fuzzOne(std::string_view bytes) {
  (void)readArchitecture(std::string(bytes), "fuzz.yaml");
  Findings findings;
  const sanafe::Network network = readNetwork(bytes, findings);
  // Names that need quotes are not written by anybody.
  for (const Group &group : network.groups)
    for (const std::string &name : {group.name, group.somaUnit, group.synapseUnit, network.name})
      if (name.empty() || !std::all_of(name.begin(), name.end(),
                                       [](char c) { return std::isalnum(uint8_t(c)) || c == '_'; }))
        return;
  if (!findings.empty() || network.groups.empty())
    return;
  const std::string text = writeNetwork(network);
  const sanafe::Network again = readNetwork(text, findings);
  if (again.groups.size() != network.groups.size())
    __builtin_trap();
  for (size_t g = 0; g < network.groups.size(); ++g)
    if (again.groups[g].neurons.size() != network.groups[g].neurons.size())
      __builtin_trap();
}
