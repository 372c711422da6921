// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Between the chip dialect and images, for developers: --chip-to-image, --image-to-chip; and
// networks for other partitioners: --snn-to-hypergraph.
#include "compiler/Pipelines.h"
#include "compiler/emit/ChipToImage.h"
#include "compiler/mapping/ProblemFromSnn.h"
#include "compiler/mapping/partition/sparse/Hypergraph.h"
#include "mlir/Tools/mlir-translate/MlirTranslateMain.h"
#include "mlir/Tools/mlir-translate/Translation.h"
#include "llvm/Support/SourceMgr.h"

using namespace mlir;

static void registerTranslations() {
  static TranslateFromMLIRRegistration toImage(
      "chip-to-image", "write a chip.design for a shipped chip as a .nacre image",
      [](ModuleOp module, llvm::raw_ostream &output) -> LogicalResult {
        auto designs = module.getOps<nacre::chip::DesignOp>();
        if (!llvm::hasSingleElement(designs))
          return emitError(module.getLoc(), "an image takes one chip.design but the module holds ")
                 << llvm::range_size(designs);
        nacre::chip::DesignOp design = *designs.begin();
        auto chip =
            nacre::loadChip(design.getChip().str(), {design.getChips()[0], design.getChips()[1]});
        if (!chip)
          return emitError(design.getLoc()) << chip.error().message;
        FailureOr<std::string> bytes = nacre::emitImage(design, *chip);
        if (succeeded(bytes))
          output << *bytes;
        return bytes;
      },
      [](DialectRegistry &registry) { registry.insert<nacre::chip::ChipDialect>(); });

  static TranslateFromMLIRRegistration toHypergraph(
      "snn-to-hypergraph", "write the sparse synapses of an snn.network for hMETIS (.hgr)",
      [](ModuleOp module, llvm::raw_ostream &output) -> LogicalResult {
        auto networks = module.getOps<nacre::snn::NetworkOp>();
        if (!llvm::hasSingleElement(networks))
          return emitError(module.getLoc(),
                           "a hypergraph is of one snn.network but the module holds ")
                 << llvm::range_size(networks);
        // Nets do not depend on the chip.
        auto problem = nacre::problemFromSnn(*networks.begin(), nacre::ChipModel());
        if (failed(problem))
          return failure();
        auto status = nacre::writeHypergraph(
            *problem, [&](std::string_view text) { output << llvm::StringRef(text); });
        if (!status)
          return emitError(module.getLoc(), status.error().message);
        return success();
      },
      [](DialectRegistry &registry) { registry.insert<nacre::snn::SnnDialect>(); });

  static TranslateToMLIRRegistration toChip(
      "image-to-chip", "read a .nacre image of a shipped chip as a chip.design",
      [](llvm::StringRef bytes, MLIRContext *context) -> OwningOpRef<Operation *> {
        auto refuse = [&](const nacre::Error &error) -> OwningOpRef<Operation *> {
          emitError(UnknownLoc::get(context), error.message);
          return nullptr;
        };
        auto image = nacre::ChipImage::fromBytes(bytes.str(), "<input>");
        if (!image)
          return refuse(image.error());
        auto chip = nacre::loadChip((*image)->chip()->str(),
                                    {(*image)->chip_columns(), (*image)->chip_rows()});
        if (!chip)
          return refuse(chip.error());
        auto module = nacre::decodeImage(*image, *chip, context);
        if (!module)
          return refuse(module.error());
        return OwningOpRef<Operation *>((*module).release().getOperation());
      });
}

int main(int argc, char **argv) {
  registerTranslations();
  return failed(mlirTranslateMain(argc, argv, "nacre-translate"));
}
