// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The passes of the compiler, in the order in which `nacre compile` runs them.
#ifndef NACRE_COMPILER_PASSES
#define NACRE_COMPILER_PASSES

include "mlir/Pass/PassBase.td"

def FoldBatchNorm : Pass<"fold-batch-norm", "::mlir::ModuleOp"> {
  let summary = "Fold qann.batch_norm into the convolution or linear layer before it";
  let description = [{
    Exact in real numbers: the result differs by float rounding only. Integer weights stay and get
    one scale a channel. A batch norm that follows anything else is an error, because nothing later can express it.
  }];
  let dependentDialects = ["::nacre::qann::QannDialect"];
}

def FoldAvgPool : Pass<"fold-avg-pool", "::mlir::ModuleOp"> {
  let summary = "Fold qann.avg_pool into the convolution or linear layer after it";
  let description = [{
    Pooling k x k and then convolving is one convolution with each weight repeated k x k, a scale
    divided by k*k, and strides and pads multiplied. In front of a qann.act the pool becomes a
    depthwise convolution of its own. Integer weights stay as they are, so the fold is
    exact; the scale is exact where k*k is a power of two. Spikes then need no fractional payload.
    An average pool with any other user is an error, and one that no single kernel can stand for:
    windows that overlap where the convolution reads several, padding that would read the image.
  }];
  let dependentDialects = ["::nacre::qann::QannDialect"];
}

def ConvertQannToSnn : Pass<"convert-qann-to-snn", "::mlir::ModuleOp"> {
  let summary = "Turn a quantized network into a spiking one, in integers";
  let description = [{
    Each `qann.act` becomes a population, each weighted op the synapses into it, `qann.output` the
    readout. One integer unit of output channel c stands for u[c] = s_w[c] * amplitude(source);
    weights stay as they are, bias, threshold and v0 become round(x / u). Where several sources meet
    (`qann.add`) the unit with the smallest worst-case weight error is chosen and the others are
    rounded to it. The readout's classes share one unit, so that they can be compared.
    docs/semantics/conversion.md has the formulas.
  }];
  let options = [
    Option<"method", "method", "std::string", "\"noise-adaptor\"", "conversion method">,
  ];
  let statistics = [
    Statistic<"populations", "populations", "populations made">,
    Statistic<"requantized", "requantized-weights", "weights that changed to share a unit">,
  ];
  let dependentDialects = ["::nacre::snn::SnnDialect"];
}

def Map : Pass<"map", "::mlir::ModuleOp"> {
  let summary = "Partition, place and route an snn.network onto a chip";
  let description = [{
    Replaces the `snn.network` by a `chip.design`. The problem is checked before and the solution
    verified after (compiler/mapping/MappingProblem.h). A network that does not fit is refused, with
    layer, core, resource, need, limit and what would help.
  }];
  let options = [
    Option<"chip", "chip", "std::string", "\"loihi\"", "name of a shipped chip, or a chip file">,
    Option<"chips", "chips", "std::string", "\"1x1\"", "chips side by side, columns x rows">,
    Option<"packing", "packing", "std::string", "\"neighbours\"", "which slices share a core">,
    Option<"placement", "placement", "std::string", "\"annealing\"", "placement algorithm">,
    Option<"seed", "seed", "uint64_t", "1", "seed of random placements">,
    Option<"objective", "objective", "std::string", "\"spike-hops\"",
           "what placement makes small, or a weighted sum: energy+2*worst-link">,
    Option<"effort", "effort", "std::string", "\"normal\"",
           "how long placement searches: fast, normal or best">,
    Option<"placementSeconds", "placement-seconds", "double", "0",
           "ends placement after so long with the best so far; 0: never">,
    Option<"routing", "routing", "std::string", "\"\"",
           "how trees are found on chips that route by tables; empty: negotiated">,
  ];
  let statistics = [
    Statistic<"cores", "cores", "cores used">,
    Statistic<"flows", "flows", "flows routed">,
  ];
  let dependentDialects = ["::nacre::chip::ChipDialect"];
}

#endif
