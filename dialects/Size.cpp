// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "dialects/Size.h"

using namespace mlir;

namespace nacre {

using EmitError = llvm::function_ref<InFlightDiagnostic()>;

LogicalResult verifySize(ArrayRef<int64_t> shape, StringRef what, EmitError emitError) {
  bool extents = llvm::all_of(shape, [](int64_t extent) { return extent <= maxExtent; });
  if (extents && isVolumeInBounds(shape))
    return success();
  return emitError() << what << " may have " << maxExtent << " channels, rows and columns and "
                     << maxVolume << " elements at most but has the shape [" << shape << "]";
}

LogicalResult verifyRange(int64_t value, int64_t least, int64_t most, StringRef what,
                          EmitError emitError) {
  if (value >= least && value <= most)
    return success();
  return emitError() << what << " must lie in " << least << ".." << most << " but is " << value;
}

LogicalResult verifyRange(ArrayRef<int64_t> values, size_t count, int64_t least, int64_t most,
                          StringRef what, EmitError emitError) {
  if (values.size() == count &&
      llvm::all_of(values, [&](int64_t value) { return value >= least && value <= most; }))
    return success();
  return emitError() << what << " must be " << count << " values in " << least << ".." << most
                     << " but are [" << values << "]";
}

} // namespace nacre
