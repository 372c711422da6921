// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/export/ExportFormat.h"
#include "compiler/export/sanafe/ArchitectureOfChip.h"
#include "compiler/export/sanafe/NetworkOfDesign.h"
#include "compiler/import/sanafe/NetworkWriter.h"
#include <fmt/format.h>

namespace nacre {

static Result<Exported> write(mlir::ModuleOp module, const ExportOptions &options,
                              Findings &findings) {
  auto designs = module.getOps<chip::DesignOp>();
  if (!llvm::hasSingleElement(designs))
    return Error{"a SANA-FE network is one that is mapped to a chip, which this module is not",
                 "'nacre compile --stop-after map -o mapped.mlirbc' maps it", ExitCode::Usage};
  chip::DesignOp design = *designs.begin();
  auto chip = loadChip(options.chip.empty() ? design.getChip().str() : options.chip,
                       {design.getChips()[0], design.getChips()[1]});
  if (!chip)
    return chip.error();
  if (chip->hash != design.getChipHash())
    return Error{fmt::format("the network is mapped to another chip than '{}'", chip->name),
                 "name the file of the chip with --chip", ExitCode::Usage};
  if (chip->grid.kind != TopologyKind::Mesh || chip->grid.chips() > 1)
    return Error{"SANA-FE's chips are single meshes", "map the network to one", ExitCode::Usage};
  Exported exported;
  const sanafe::Network network = networkOf(design, *chip, findings, exported.notes);
  if (!findings.empty())
    return exported;
  exported.bytes = sanafe::writeNetwork(network);
  exported.companion = architectureOf(*chip, exported.notes);
  exported.size = fmt::format("{} groups, {} edges", network.groups.size(), network.edges.size());
  return exported;
}

void registerSanaFe(ExportFormatRegistry &registry) {
  registry.add("sana-fe", {"SANA-FE, of a network mapped to a chip", ".yaml", write});
}

} // namespace nacre
