// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef NACRE_QANN_OPS
#define NACRE_QANN_OPS

include "dialects/Attributes.td"
include "dialects/qann/QannDialect.td"
include "mlir/IR/BuiltinAttributes.td"
include "mlir/IR/EnumAttr.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Qann_Rounding : I32EnumAttr<"Rounding", "rounding of x/step", [
    I32EnumAttrCase<"HalfUp", 0, "half_up">, I32EnumAttrCase<"HalfEven", 1, "half_even">]> {
  let cppNamespace = "::nacre::qann";
  let genSpecializedAttr = 0;
}
def Qann_RoundingAttr : EnumAttr<Qann_Dialect, Qann_Rounding, "rounding">;

class Qann_Op<string mnemonic, list<Trait> traits = []>
    : Op<Qann_Dialect, mnemonic, !listconcat([Pure], traits)> {
  let hasVerifier = 1;
}

def Qann_Image : RankedTensorOf<[UI8]>;
def Qann_Value : RankedTensorOf<[F32]>;

def Qann_InputOp : Qann_Op<"input"> {
  let summary = "The image as real values: scale * (pixel - zero_point)";
  let description = [{
    The integer image is what the chip's host sees, so preprocessing is one scale and one zero
    point for all channels.

    * [QANN-I1] the operand is an argument of the function
    * [QANN-I2] NCHW; result and operand have the same shape, per image at most 2^20 channels, rows and
      columns, and 2^28 elements
    * [QANN-I3] scale is positive and finite, zero_point in 0..255
  }];
  let arguments = (ins Qann_Image:$image, F32Attr:$scale, Int32Attr:$zero_point);
  let results = (outs Qann_Value:$result);
  let assemblyFormat = "$image attr-dict `:` type($image) `->` type($result)";
}

def Qann_OutputOp : Qann_Op<"output", [SameOperandsAndResultType]> {
  let summary = "Marks the class scores; the class is the argmax, ties to the lowest index";
  let description = [{
    * [QANN-O1] the operand is N x classes, with at least two classes
    * [QANN-O2] a function has one output
    * [QANN-O3] the result is only returned
  }];
  let arguments = (ins Qann_Value:$scores);
  let results = (outs Qann_Value:$result);
  let assemblyFormat = "$scores attr-dict `:` type($scores)";
  let extraClassDeclaration = [{
    int64_t getClasses() { return getScores().getType().getDimSize(1); }
  }];
}

// Weights are f32 while a network is being trained, and i8 with one scale per tensor or per output
// channel once quantized: w[c] = weight_scale[c] * W. The bias is real in both.
class Qann_WeightedOp<string mnemonic> : Qann_Op<mnemonic> {
  code weightedDecls = [{
    /// Quantized to integers?
    bool isQuantized() { return getWeight().getElementType().isInteger(8); }
    int64_t getOutputChannels() { return getWeight().getShapedType().getDimSize(0); }
  }];
}

def Qann_Conv2DOp : Qann_WeightedOp<"conv2d"> {
  let summary = "2-D cross-correlation with zero padding";
  let description = [{
    `out[n,o,y,x] = bias[o] + sum w[o,i,ky,kx] * in[n, i, y*stride - pad + ky*dilation, ...]`.

    * [QANN-C1] weight is out x (in/groups) x kh x kw, f32 or i8; groups divides both channel counts
    * [QANN-C2] weight_scale is given exactly for i8 weights: 1 or out positive values
    * [QANN-C3] bias, where given, has `out` values
    * [QANN-C4] the result's shape follows from the others; its size as in QANN-I2
    * [QANN-C5] kernel, strides and dilations in 1..1024; pads (top, left, bottom, right) in 0..1024
    * [QANN-C6] i8 weights lie in the symmetric range of weight_bits (2..8): |W| <= 2^(bits-1) - 1;
      at most 2^28 weights
  }];
  let arguments = (ins
    Qann_Value:$input,
    ElementsAttr:$weight,
    OptionalAttr<DenseF32ArrayAttr>:$weight_scale,
    OptionalAttr<Int32Attr>:$weight_bits,
    OptionalAttr<DenseF32ArrayAttr>:$bias,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$strides,
    DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0, 0, 0}">:$pads,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$dilations,
    DefaultValuedAttr<Int64Attr, "1">:$groups);
  let results = (outs Qann_Value:$result);
  let assemblyFormat = "$input attr-dict `:` type($input) `->` type($result)";
  let extraClassDeclaration = weightedDecls;
}

def Qann_LinearOp : Qann_WeightedOp<"linear"> {
  let summary = "Fully connected layer: out = W in + bias";
  let description = [{
    * [QANN-L1] input is N x in, weight out x in, f32 or i8, result N x out
    * [QANN-L2] weights, weight_scale, weight_bits and bias as for `qann.conv2d`
  }];
  let arguments = (ins
    Qann_Value:$input,
    ElementsAttr:$weight,
    OptionalAttr<DenseF32ArrayAttr>:$weight_scale,
    OptionalAttr<Int32Attr>:$weight_bits,
    OptionalAttr<DenseF32ArrayAttr>:$bias);
  let results = (outs Qann_Value:$result);
  let assemblyFormat = "$input attr-dict `:` type($input) `->` type($result)";
  let extraClassDeclaration = weightedDecls;
}

def Qann_BatchNormOp : Qann_Op<"batch_norm", [SameOperandsAndResultType]> {
  let summary = "y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, per channel (dimension 1)";
  let description = [{
    Present until `fold-batch-norm`.

    * [QANN-B1] the four arrays have one value a channel; variance >= 0, epsilon > 0
  }];
  let arguments = (ins Qann_Value:$input, DenseF32ArrayAttr:$gamma, DenseF32ArrayAttr:$beta,
    DenseF32ArrayAttr:$mean, DenseF32ArrayAttr:$variance, DefaultValuedAttr<F32Attr, "1.0e-5f">:$epsilon);
  let results = (outs Qann_Value:$result);
  let assemblyFormat = "$input attr-dict `:` type($result)";
}

def Qann_ActOp : Qann_Op<"act", [SameOperandsAndResultType]> {
  let summary = "Quantized rectifier: step * clip(round(x / step), 0, levels)";
  let description = [{
    `levels` is p = 2^b - 1 for b bits (LSQ, Noise Adaptor) or L (QCFS). An integrate-and-fire
    neuron realises half_up. `noise` says what training injected and is ignored by inference.

    * [QANN-A1] step has one value, or one a channel; all positive and finite
    * [QANN-A2] levels in 1..255
  }];
  let arguments = (ins Qann_Value:$input, DenseF32ArrayAttr:$step, Int32Attr:$levels,
    DefaultValuedAttr<Qann_RoundingAttr, "::nacre::qann::Rounding::HalfUp">:$rounding,
    OptionalAttr<StrAttr>:$noise);
  let results = (outs Qann_Value:$result);
  let assemblyFormat = "$input attr-dict `:` type($result)";
}

def Qann_AddOp : Op<Qann_Dialect, "add", [Pure, SameOperandsAndResultType]> {
  let summary = "Elementwise sum of two values (a residual connection)";
  let arguments = (ins Qann_Value:$lhs, Qann_Value:$rhs);
  let results = (outs Qann_Value:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($result)";
}

class Qann_PoolOp<string mnemonic> : Qann_Op<mnemonic> {
  let results = (outs Qann_Value:$result);
  let assemblyFormat = "$input attr-dict `:` type($input) `->` type($result)";
}

def Qann_AvgPoolOp : Qann_PoolOp<"avg_pool"> {
  let summary = "Mean over windows";
  let description = [{
    No padding; windows lie inside the input.

    * [QANN-P1] kernel and strides are two values in 1..1024
    * [QANN-P2] the result's shape follows from input, kernel, strides and, for `max_pool`, pads
  }];
  let arguments = (ins Qann_Value:$input, DenseI64ArrayAttr:$kernel, DenseI64ArrayAttr:$strides);
}

def Qann_MaxPoolOp : Qann_PoolOp<"max_pool"> {
  let summary = "Maximum over windows, of the positions inside the input";
  let description = [{
    QANN-P1 and QANN-P2 as for `qann.avg_pool`.

    * [QANN-P3] pads (top, left, bottom, right) are smaller than the kernel: no window lies outside
  }];
  let arguments = (ins Qann_Value:$input, DenseI64ArrayAttr:$kernel, DenseI64ArrayAttr:$strides,
    DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0, 0, 0}">:$pads);
  let extraClassDeclaration = [{ ::nacre::Window2D window(); }];
}

def Qann_FlattenOp : Qann_Op<"flatten"> {
  let summary = "N x C x H x W to N x (C*H*W), index (c*H + y)*W + x";
  let description = [{ * [QANN-F1] the result is N x product of the other dimensions }];
  let arguments = (ins Qann_Value:$input);
  let results = (outs Qann_Value:$result);
  let assemblyFormat = "$input attr-dict `:` type($input) `->` type($result)";
}

#endif
