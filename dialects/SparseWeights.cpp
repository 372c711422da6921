// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "dialects/SparseWeights.h"

using namespace mlir;

namespace nacre {

FailureOr<SparseWeights> readSparseWeights(ElementsAttr offsets, ElementsAttr targets,
                                           ElementsAttr weight, StringRef label,
                                           llvm::function_ref<InFlightDiagnostic()> emitError) {
  std::pair<StringRef, ElementsAttr> named[] = {
      {"offsets", offsets}, {"targets", targets}, {"weight", weight}};
  for (auto [name, attribute] : named)
    if (attribute.getShapedType().getRank() != 1)
      return emitError() << label << name << " must have rank 1 but is "
                         << attribute.getShapedType();
  auto first = readWeights<uint32_t>(offsets, [&] { return emitError() << label << "offsets "; });
  if (failed(first))
    return failure();
  auto to = readWeights<uint32_t>(targets, [&] { return emitError() << label << "targets "; });
  if (failed(to))
    return failure();
  auto values = readSynapseWeights(weight, [&] { return emitError() << label << "weight "; });
  if (failed(values))
    return failure();
  return SparseWeights(std::move(*first), std::move(*to), std::move(*values));
}

LogicalResult verifySparseRows(ElementsAttr offsets, ElementsAttr targets, ElementsAttr weight,
                               int64_t sources, int64_t targetNeurons, const SparseLabels &labels,
                               llvm::function_ref<InFlightDiagnostic()> emitError) {
  if (weight.getNumElements() == 0)
    return emitError() << labels.shapes << "must have at least one synapse";
  auto read = readSparseWeights(offsets, targets, weight, labels.shapes, emitError);
  if (failed(read))
    return failure();
  if (offsets.getNumElements() != sources + 1 ||
      targets.getNumElements() != weight.getNumElements())
    return emitError() << labels.shapes << "must have " << sources + 1
                       << " offsets and as many targets as weights but has "
                       << offsets.getNumElements() << ", " << targets.getNumElements() << " and "
                       << weight.getNumElements();
  if (Status status = checkRows(read->rows(), uint64_t(sources), uint64_t(targetNeurons)); !status)
    return emitError() << labels.rows << status.error().message;
  return llvm::success();
}

} // namespace nacre
