// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the HDF5 library hands over: layers of named texts and numbers, here a line each. The
// library itself is not ours to fuzz.
#include "compiler/import/Findings.h"
#include "compiler/import/netx/Network.h"
#include "tests/fuzz/FuzzTarget.h"
#include <sstream>

using namespace nacre;

static constexpr const char *neurons = "T neuron/type CUBA\n"
                                       "N neuron/iDecay : 1024\n"
                                       "N neuron/vDecay : 128\n"
                                       "N neuron/vThMant : 80\n";

std::vector<std::string> fuzzSeeds() {
  const std::string dense = std::string("L\nT type dense\nN shape 3 : 2 1 1\n"
                                        "N weight 2 2 : 2 4 -6 8\nN bias 2 : 2 4\n") +
                            neurons;
  return {dense, dense + "N delay 2 : 0 3\n" + dense,
          std::string("L\nT type input\nN shape 3 : 1 3 3\n"
                      "L\nT type conv\nN shape 3 : 2 2 2\nN weight 2 1 2 2 : 1 2 3 4 5 6 7 8\n"
                      "N stride 2 : 1 1\nN padding 2 : 0 0\nN dilation 2 : 1 1\nN groups : 1\n") +
              neurons + "L\nT type flatten\nL\nT type dense_rec\nN shape 1 : 2\n" +
              "N weight 16 : 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\nN weight_rec 2 2 : 1 2 3 4\n" +
              neurons};
}

void fuzzOne(std::string_view bytes) {
  netx::File file;
  std::istringstream lines{std::string(bytes)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string kind, field, word;
    words >> kind >> field;
    if (kind == "L")
      file.layers.emplace_back();
    if (file.layers.empty())
      continue;
    if (kind == "T" && words >> word)
      file.layers.back().texts[field] = word;
    if (kind != "N")
      continue;
    // As arrays of HDF5 are: as many values as the shape has elements.
    netx::Array array;
    int64_t count = 1, extent = 0;
    while (words >> extent)
      array.shape.push_back(extent),
          count = extent >= 0 && extent < 64 && count >= 0 && count < 1 << 20 ? count * extent : -1;
    words.clear();
    words >> word;
    for (double value = 0; words >> value;)
      array.values.push_back(value);
    if (count == int64_t(array.values.size()))
      file.layers.back().numbers[field] = array;
  }
  for (const std::vector<int64_t> &image : {std::vector<int64_t>(), {1, 3, 3}}) {
    Findings findings;
    netx::Network network = netx::networkOf(file, image, findings);
    if (!findings.empty())
      continue;
    // What the rest relies on.
    for (const netx::Population &population : network.populations) {
      bool good = int64_t(population.bias.size()) == population.extent.channels &&
                  !population.model.empty() && !population.synapses.empty();
      for (const netx::Synapses &synapses : population.synapses)
        for (int64_t weight : synapses.weights)
          good &= weight >= -128 && weight <= 127;
      if (!good)
        __builtin_trap();
    }
  }
}
