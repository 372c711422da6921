// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A qann network as a differentiable torch program.
#pragma once
#include "dialects/qann/Qann.h"
#include "support/Result.h"
#include "llvm/ADT/DenseMap.h"
#include <ATen/core/Tensor.h>
#include <functional>
#include <vector>

namespace nacre {

/// Parameters are tensors of their own; `writeBack` puts their values into the operations.
/// Integer weights are taken as the real numbers they stand for.
class TorchGraph {
public:
  enum class Role {
    Weight,    ///< of conv2d and linear
    Shift,     ///< biases; gamma and beta of a batch norm
    Statistic, ///< running mean and variance of a batch norm: measured, not learned
  };

  struct Parameter {
    at::Tensor value;
    Role role;
  };

  struct Act {
    qann::ActOp op;
    at::Tensor step; ///< shaped to broadcast against the input; not learned here
    int64_t levels;
  };

  struct Pass {
    /// What act number `index` does to its input.
    std::function<at::Tensor(size_t index, const at::Tensor &v)> activation;
    bool training = false;       ///< batch norms use and record the statistics of the batch
    int64_t roundWeightBits = 0; ///< compute with weights rounded to so many bits; 0: as they are
  };

  /// `root` holds one function of qann operations with a `qann.output`.
  static Result<TorchGraph> create(mlir::Operation *root);

  TorchGraph(TorchGraph &&) = default;
  TorchGraph(const TorchGraph &) = delete;

  /// Scores (images x classes) of pixels (images x channels x height x width, 0..255).
  at::Tensor forward(const at::Tensor &pixels, const Pass &pass) const;

  /// Inference as qann defines it.
  at::Tensor infer(const at::Tensor &pixels) const;

  std::vector<Parameter> &parameters() { return parameterList; }
  const std::vector<Act> &acts() const { return actList; }
  /// Channels, height, width.
  llvm::ArrayRef<int64_t> imageShape() const { return image; }
  int64_t classes() const { return classCount; }

  /// Parameters and steps into the module; weights become f32.
  void writeBack() const;

private:
  using Inputs = std::vector<at::Tensor>;
  using Run = std::function<at::Tensor(const Inputs &, const Pass &)>;
  struct Node {
    std::vector<size_t> inputs; ///< nodes whose results it takes
    Run run;
  };

  TorchGraph() = default;

  std::vector<Node> nodes; ///< node 0 stands for the pixels, the last one for the scores
  std::vector<Parameter> parameterList;
  std::vector<Act> actList;
  std::vector<std::function<void()>> stores;
  llvm::SmallVector<int64_t> image;
  int64_t classCount = 0;

  /// Nothing for an operation that cannot be trained.
  Run add(mlir::Operation *op);
  Run addConv2D(qann::Conv2DOp op);
  Run addLinear(qann::LinearOp op);
  Run addBatchNorm(qann::BatchNormOp op);
  Run addAct(qann::ActOp op);

  at::Tensor parameter(at::Tensor value, Role role);
  template <class Op> std::pair<at::Tensor, at::Tensor> weightAndBias(Op op);
};

} // namespace nacre
