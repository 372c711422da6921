// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "dialects/Neuron.h"
#include "mlir/IR/BuiltinTypeInterfaces.h"
#include <cmath>

using namespace mlir;

namespace nacre {

LogicalResult verifyPerChannel(size_t count, int64_t channels, const llvm::Twine &what,
                               EmitError emitError) {
  if (count == 1 || int64_t(count) == channels)
    return mlir::success();
  return emitError() << what << " must have 1 or " << channels << " values but has " << count;
}

LogicalResult verifyPerNeuron(size_t count, llvm::ArrayRef<int64_t> shape, const llvm::Twine &what,
                              EmitError emitError) {
  const int64_t neurons = ShapedType::getNumElements(shape);
  if (neurons == shape[0])
    return verifyPerChannel(count, neurons, what, emitError);
  if (count == 1 || int64_t(count) == shape[0] || int64_t(count) == neurons)
    return mlir::success();
  return emitError() << what << " must have 1, " << shape[0] << " or " << neurons
                     << " values but has " << count;
}

LogicalResult verifyFinite(llvm::ArrayRef<double> values, const llvm::Twine &what,
                           EmitError emitError) {
  for (double value : values)
    if (!std::isfinite(value))
      return emitError() << what << " must be finite but is " << value;
  return mlir::success();
}

LogicalResult verifyThresholds(llvm::ArrayRef<int32_t> theta, llvm::StringRef label,
                               EmitError emitError) {
  for (int32_t value : theta)
    if (value < 1)
      return emitError() << label << " theta must be positive but has " << value;
  return mlir::success();
}

LogicalResult verifyModel(llvm::StringRef name, const NeuronOptions &options, llvm::StringRef label,
                          EmitError emitError) {
  NeuronModelRegistry models;
  registerAllNeuronModels(models);
  const NeuronModel *model = models.find(name);
  if (!model)
    return emitError() << label << " unknown neuron model '" << name
                       << "'; known: " << models.names();
  if (std::string reason = model->refuse(options); !reason.empty())
    return emitError() << label << " " << reason;
  return mlir::success();
}

bool hasSynapticCurrent(llvm::StringRef name) {
  NeuronModelRegistry models;
  registerAllNeuronModels(models);
  const NeuronModel *model = models.find(name);
  return model && model->hasCurrent;
}

} // namespace nacre
