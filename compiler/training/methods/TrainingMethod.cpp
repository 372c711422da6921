// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/training/methods/TrainingMethod.h"

namespace nacre {

Status refuseOptions(const MethodOptions &options, const std::string &method) {
  if (options.empty())
    return success();
  return Error{"unknown option '" + options.begin()->first + "' of the training method '" + method +
                   "'",
               "the method has no options", ExitCode::Usage};
}

} // namespace nacre
