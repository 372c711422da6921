// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef NACRE_SNN_OPS
#define NACRE_SNN_OPS

include "dialects/Attributes.td"
include "dialects/snn/SnnDialect.td"
include "mlir/IR/BuiltinAttributes.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/RegionKindInterface.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Snn_Reset : I32EnumAttr<"Reset", "what a spike does to the membrane", [
    I32EnumAttrCase<"Subtract", 0, "subtract">,
    I32EnumAttrCase<"ToValue", 1, "to_value">,
    I32EnumAttrCase<"None", 2, "none">]> {
  let cppNamespace = "::nacre::snn";
  let genSpecializedAttr = 0;
}
def Snn_ResetAttr : EnumAttr<Snn_Dialect, Snn_Reset, "reset">;

class Snn_Op<string mnemonic, list<Trait> traits = []> : Op<Snn_Dialect, mnemonic, traits> {
  let hasVerifier = 1;
}

def Snn_Spikes : RankedTensorOf<[I1]>;
def Snn_Source : RankedTensorOf<[I1, I16]>;
def Snn_Current : RankedTensorOf<[I32]>;

def Snn_NetworkOp : Snn_Op<"network", [
    IsolatedFromAbove, NoRegionArguments, Symbol, GraphRegionNoTerminator]> {
  let summary = "A spiking network";
  let description = [{
    A graph region: values flow within a step, and only `snn.delay` may close a loop.
    `promise` is what the conversion method guarantees of the result, in words.

    * [SNN-N1] at most one `snn.input` (without one, biases alone drive the network) and at most one
      `snn.readout` (without one, it tells no classes); at least one population
    * [SNN-N2] every loop passes through an `snn.delay` and an `snn.neuron`
    * [SNN-N3] the names of neurons and readout are distinct and not empty
    * [SNN-N4] the body holds only snn operations
    * [SNN-N5] a population has at most 2^20 channels, rows and columns, and 2^28 neurons
  }];
  let hasVerifier = 0;
  let hasRegionVerifier = 1;
  let arguments = (ins SymbolNameAttr:$sym_name, OptionalAttr<StrAttr>:$promise);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$sym_name attr-dict-with-keyword $body";
  let extraClassDeclaration = [{
    InputOp getInput();     // null if there is none
    ReadoutOp getReadout(); // likewise
  }];
}

def Snn_InputOp : Snn_Op<"input", [Pure, HasParent<"NetworkOp">]> {
  let summary = "An image, the same in every step, or spikes step by step";
  let description = [{
    An image is `pixel - zero_point`, of i16; spikes, of i1, are those of each step.

    * [SNN-I1] the result is channels x rows x columns
    * [SNN-I2] an image has a zero_point in 0..255, spikes have none
    * [SNN-I3] an image is used only by `snn.conv2d` and `snn.linear`: the host computes these currents
  }];
  let arguments = (ins OptionalAttr<Int32Attr>:$zero_point);
  let results = (outs Snn_Source:$result);
  let assemblyFormat = "attr-dict `:` type($result)";
  let extraClassDeclaration = [{
    bool isSpikes() { return getResult().getType().getElementType().isInteger(1); }
    int32_t imageZeroPoint() { return int32_t(getZeroPoint().value_or(0)); }
  }];
}

def Snn_Conv2DOp : Snn_Op<"conv2d", [Pure]> {
  let summary = "Synapses of a convolution: spikes (or input values) to currents";
  let description = [{
    Geometry as in `qann.conv2d`.

    * [SNN-C1] weight is out x (in/groups) x kh x kw; groups divides both channel counts
    * [SNN-C2] weight_bits in 1..16, weights are i8 up to 8 bits, else i16, and every weight lies in
      the two's complement range of that width; at most 2^28 weights
    * [SNN-C3] the result's shape follows from the others
    * [SNN-C4] kernel, strides and dilations in 1..1024; pads (top, left, bottom, right) in 0..1024
  }];
  let arguments = (ins Snn_Source:$source, ElementsAttr:$weight, Int32Attr:$weight_bits,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$strides,
    DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0, 0, 0}">:$pads,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$dilations,
    DefaultValuedAttr<Int64Attr, "1">:$groups);
  let results = (outs Snn_Current:$result);
  let assemblyFormat = "$source attr-dict `:` type($source) `->` type($result)";
}

def Snn_LinearOp : Snn_Op<"linear", [Pure]> {
  let summary = "All-to-all synapses: spikes (or input values) to currents";
  let description = [{
    The source is read in index order (c*H + y)*W + x.

    * [SNN-L1] weight is out x volume(source), the result out x 1 x 1
    * [SNN-L2] weight_bits and weights as for `snn.conv2d`
  }];
  let arguments = (ins Snn_Source:$source, ElementsAttr:$weight, Int32Attr:$weight_bits);
  let results = (outs Snn_Current:$result);
  let assemblyFormat = "$source attr-dict `:` type($source) `->` type($result)";
}

def Snn_SparseOp : Snn_Op<"sparse", [Pure]> {
  let summary = "Synapses given one by one: spikes to currents";
  let description = [{
    Compressed rows: the synapses of source neuron s are number offsets[s] to offsets[s + 1] - 1,
    each with its target neuron and its weight. Neurons are numbered (c*H + y)*W + x.

    * [SNN-S1] weight is of rank 1, at least one, targets as many of i32, and offsets
      volume(source) + 1 of i32; source and result are channels x rows x columns
    * [SNN-S2] offsets ascend from 0 to the number of synapses; the targets of a source neuron ascend
      and are neurons of the result
    * [SNN-S3] weight_bits and weights as for `snn.conv2d`
  }];
  let arguments = (ins Snn_Spikes:$source, ElementsAttr:$offsets, ElementsAttr:$targets,
    ElementsAttr:$weight, Int32Attr:$weight_bits);
  let results = (outs Snn_Current:$result);
  let assemblyFormat = "$source attr-dict `:` type($source) `->` type($result)";
}

def Snn_NeuronOp : Snn_Op<"neuron", [Pure]> {
  let summary = "A population of spiking neurons";
  let description = [{
    Each step: leak, integrate the sum of all currents and the bias, fire, reset; see
    NeuronModel.h. `theta`, `v0` have one value, or one a channel, `bias` also one a neuron. Currents
    and bias count 2^`input_shift` units of the membrane, in which theta, v0 and reset_value are: so the membrane
    has a fraction, of which a leak keeps what it would round away. A `cuba` neuron sums its currents
    into a state of its own, which leaks by `current_leak_multiplier` / 2^`current_leak_scale_bits`
    and flows into the membrane; the bias goes into the membrane. `amplitude` is the real
    value of one spike, `unit` that of one integer step of the membrane (one, or one a channel);
    both are for reports and do not change the result. `rate`, the spikes of a neuron in a sample in
    the mean, is for placement only: `nacre compile --calibrate` measures it. A `relay` repeats the
    spikes of another population within the step, so that on a chip they come later or from
    elsewhere; lists and totals of the network's spikes leave it out. `cores`, the physical core of
    each neuron in index order, is where another tool has put them: mapping keeps them there.

    * [SNN-P1] currents and result have one shape, channels x rows x columns; without currents,
      the biases alone drive it
    * [SNN-P2] theta, v0, unit have one value or one a channel, bias also one a neuron, in index
      order; theta > 0; amplitude and unit are finite
    * [SNN-P3] the model is known and accepts the options
    * [SNN-P4] max_spikes is 1 (a spike on the wire is one bit)
    * [SNN-P5] rate in 0..2^20
    * [SNN-P6] a relay has one current, an `snn.conv2d` from spikes of its own shape with one weight 1
      a channel and groups for all, and is an `if` neuron with theta 1, v0 0, bias 0 and no
      input_shift
    * [SNN-P7] a neuron with a synaptic current gets none from an image, which a host would load as a
      bias
    * [SNN-P8] cores, if given, has one value a neuron, none below 0
  }];
  let arguments = (ins Variadic<Snn_Current>:$currents,
    StrAttr:$name, StrAttr:$model,
    DenseI32ArrayAttr:$theta, DenseI32ArrayAttr:$v0, DenseI32ArrayAttr:$bias,
    DefaultValuedAttr<Snn_ResetAttr, "::nacre::snn::Reset::Subtract">:$reset,
    DefaultValuedAttr<Int32Attr, "0">:$reset_value,
    UnitAttr:$strict,
    DefaultValuedAttr<Int32Attr, "1">:$max_spikes,
    DefaultValuedAttr<Int32Attr, "0">:$leak_shift,
    DefaultValuedAttr<Int32Attr, "0">:$leak_multiplier,
    DefaultValuedAttr<Int32Attr, "0">:$leak_scale_bits,
    DefaultValuedAttr<Int32Attr, "0">:$input_shift,
    DefaultValuedAttr<Int32Attr, "0">:$current_leak_multiplier,
    DefaultValuedAttr<Int32Attr, "0">:$current_leak_scale_bits,
    DefaultValuedAttr<F64Attr, "1.0">:$amplitude,
    OptionalAttr<DenseF64ArrayAttr>:$unit,
    OptionalAttr<F64Attr>:$rate,
    UnitAttr:$relay,
    OptionalAttr<DenseI32ArrayAttr>:$cores);
  let results = (outs Snn_Spikes:$spikes);
  let assemblyFormat = [{
    $name $model `(` $currents `)` attr-dict `:` custom<NeuronType>(type($currents), type($spikes))
  }];
}

def Snn_ReadoutOp : Snn_Op<"readout", [HasParent<"NetworkOp">]> {
  let summary = "Neurons that accumulate and never fire; the class is the argmax, ties to the lowest index";
  let description = [{
    * [SNN-R1] currents have one shape, classes x 1 x 1, at least two classes
    * [SNN-R2] bias, v0, unit have one value or one a class; unit is finite
  }];
  let arguments = (ins Variadic<Snn_Current>:$currents, StrAttr:$name,
    DenseI32ArrayAttr:$v0, DenseI32ArrayAttr:$bias, OptionalAttr<DenseF64ArrayAttr>:$unit);
  let assemblyFormat = "$name `(` $currents `)` attr-dict `:` type($currents)";
}

def Snn_DelayOp : Snn_Op<"delay", [Pure, SameOperandsAndResultType]> {
  let summary = "The spikes of `steps` time steps ago; none before";
  let description = [{
    * [SNN-D1] steps in 1..2^20
  }];
  let arguments = (ins Snn_Spikes:$spikes, Int64Attr:$steps);
  let results = (outs Snn_Spikes:$result);
  let assemblyFormat = "$spikes attr-dict `:` type($result)";
}

#endif
