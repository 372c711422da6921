// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Mapping problems with the shapes of well-known networks; weights are random. The first layer
// takes its current from the host, as `nacre compile` has it, so it has no synapses on the chip.
#pragma once
#include "compiler/mapping/MappingProblem.h"

namespace nacre::testing {

/// LeNet-5 on 28x28 (LeCun et al., Proc. IEEE 86(11):2278, 1998), pooling by the maximum.
MappingProblem lenet5();

/// models/digits.mlir: 16 and 32 channels on 8x8, 32 on 4x4, average pooling folded.
MappingProblem digitsNetwork();

/// VGG-11 and VGG-16 on 32x32 (Simonyan and Zisserman, ICLR 2015), one dense layer of ten classes.
/// `width`: of the channels, a power of two.
MappingProblem vgg11(double width = 1);
MappingProblem vgg16(double width = 1);

/// ResNet-18 and ResNet-20 on 32x32 (He et al., CVPR 2016), shortcuts by 1x1 convolutions.
MappingProblem resnet18(double width = 1);
MappingProblem resnet20();

/// ResNet-50 (ibid.) on side x side, pooling by the maximum: 9.9 million neurons and 25 million
/// weights at 224.
MappingProblem resnet50(int64_t side = 224, double width = 1);

} // namespace nacre::testing
