// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Post-training quantization of a float network: the steps of its activations, from what they are
// on a calibration set.
#pragma once
#include "compiler/import/NetworkFile.h"
#include "compiler/import/PostTraining.h"
#include "compiler/import/onnx/Trace.h"

namespace nacre::onnx {

/// Does the graph quantize anything itself? Then its own steps are used, and no others.
bool isQuantized(const Graph &graph);

/// What quantization makes of each activation (Relu, Clip), by node.
struct Calibration {
  PostTraining options;
  std::map<std::string, double> steps;
  std::string lastLayer; ///< node whose weights have one scale: classes are compared
};

/// Runs the float graph on the images of options.postTraining (twice: for the largest values, then
/// for their spread) and chooses the steps; fills the report's activations and float accuracy.
/// Refuses images of another shape (NCR1214) and activations that are never positive (NCR1219).
Calibration calibrate(const Graph &graph, const OnnxOperatorRegistry &operators,
                      const ImportOptions &options, Findings &findings, PostTrainingReport &report);

} // namespace nacre::onnx
