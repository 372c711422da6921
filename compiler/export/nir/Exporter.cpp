// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/export/nir/Exporter.h"
#include "compiler/export/nir/GraphBuilder.h"
#include "compiler/export/nir/RealNetwork.h"
#include "compiler/import/nir/Writer.h"
#include "support/Version.h"
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace nacre {

namespace {

/// What NIR leaves open: told to the reader, and to whoever looks into the file.
class Choices {
  std::vector<std::string> options;

public:
  std::vector<std::string> notes;
  nir::Metadata metadata;

  Choices(const RealNetwork &real, bool timed, double dtSeconds) {
    if (real.subtracts)
      add("reset", "subtract", "a spike takes the threshold away, which NIR cannot say",
          "--nir-reset subtract");
    if (real.inclusive)
      add("compare", "ge", "neurons fire at their threshold, NIR's above it", "--nir-compare ge");
    if (timed) {
      add("", "", fmt::format("a time step is {:g} s (--nir-dt)", dtSeconds),
          fmt::format("--nir-dt {}", dtSeconds));
      metadata.numbers["nacre_dt"] = {{}, {dtSeconds}};
    }
    if (const int32_t bits = std::max(real.weightBits, 2); bits != 8) {
      add("", "", fmt::format("weights have {} bits", bits),
          fmt::format("--nir-weight-bits {}", bits));
      metadata.numbers["nacre_weight_bits"] = {{}, {double(bits)}};
    }
    metadata.text["nacre_version"] = nacreVersion;
    notes.push_back(options.empty()
                        ? "it is read back without options"
                        : fmt::format("it is read back with {}", fmt::join(options, " ")));
  }

private:
  void add(const std::string &name, const std::string &value, const std::string &note,
           const std::string &option) {
    if (!name.empty())
      metadata.text["nacre_" + name] = value;
    notes.push_back(note);
    options.push_back(option);
  }
};

/// What is for reports, or another way to store the same synapses.
void addLosses(snn::NetworkOp network, std::vector<std::string> &notes) {
  bool amplitudes = false, rates = false;
  for (auto neuron : network.getBody().getOps<snn::NeuronOp>()) {
    amplitudes |= neuron.getAmplitude().convertToDouble() != 1;
    rates |= bool(neuron.getRate());
  }
  if (amplitudes || rates || network.getPromise())
    notes.push_back("amplitudes, rates and promises, which change no spike, are left out");
  if (!network.getBody().getOps<snn::SparseOp>().empty())
    notes.push_back("sparse synapses are written as matrices");
}

} // namespace

Exported exportNir(snn::NetworkOp network, const ExportOptions &options, Findings &findings) {
  const RealNetwork real = realNetwork(network, findings);
  if (!findings.empty())
    return {};
  nir::BuiltGraph built = nir::buildGraph(real.network, options.nirDtSeconds, findings);
  if (!findings.empty())
    return {};
  Choices choices(real, built.timed, options.nirDtSeconds);
  built.graph.metadata = std::move(choices.metadata);
  Exported exported;
  exported.size = fmt::format("{} nodes", built.graph.nodes.size());
  exported.notes = std::move(built.notes);
  addLosses(network, exported.notes);
  exported.notes.insert(exported.notes.end(), choices.notes.begin(), choices.notes.end());
  // The version is that of the NIR package whose files these are.
  exported.bytes = nir::writeBytes({std::move(built.graph), "1.0.7"});
  return exported;
}

} // namespace nacre
