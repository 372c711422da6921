// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef NACRE_CHIP_OPS
#define NACRE_CHIP_OPS

include "dialects/Attributes.td"
include "dialects/chip/ChipDialect.td"
include "mlir/IR/BuiltinAttributes.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/RegionKindInterface.td"
include "mlir/IR/SymbolInterfaces.td"

def Chip_SynapseFormat : I32EnumAttr<"SynapseFormat", "what weights connect", [
    I32EnumAttrCase<"Dense", 0, "dense">, I32EnumAttrCase<"Convolution", 1, "convolution">,
    I32EnumAttrCase<"Sparse", 2, "sparse">]> {
  let cppNamespace = "::nacre::chip";
  let genSpecializedAttr = 0;
}
def Chip_SynapseFormatAttr : EnumAttr<Chip_Dialect, Chip_SynapseFormat, "format">;

def Chip_SynapseLayout : I32EnumAttr<"SynapseLayout", "how a core's memory holds synapses", [
    I32EnumAttrCase<"Rows", 0, "rows">, I32EnumAttrCase<"Shared", 1, "shared">,
    I32EnumAttrCase<"Sparse", 2, "sparse">]> {
  let cppNamespace = "::nacre::chip";
  let genSpecializedAttr = 0;
}
def Chip_SynapseLayoutAttr : EnumAttr<Chip_Dialect, Chip_SynapseLayout, "layout">;

// Rules about one operation are in ChipOps.cpp, rules that need others are verified by the design.
class Chip_Op<string mnemonic, list<Trait> traits = []> : Op<Chip_Dialect, mnemonic, traits>;
class Chip_Region<string mnemonic, list<Trait> traits = []> : Chip_Op<mnemonic, !listconcat([
    NoRegionArguments, GraphRegionNoTerminator], traits)> {
  let regions = (region SizedRegion<1>:$body);
}

def Chip_DesignOp : Chip_Region<"design", [IsolatedFromAbove, Symbol, SymbolTable]> {
  let summary = "A network mapped onto a chip";
  let description = [{
    * [CHIP-D1] image_shape is three positive values, up to 2^20 each and 2^28 elements in all, or
      three zeros where nothing comes in; input_zero_point in 0..255
    * [CHIP-D2] one population at most does not spike (the readout)
    * [CHIP-D3] core ids are distinct and ascending
    * [CHIP-D4] each neuron of each population lies in exactly one slice that is no copy
    * [CHIP-D5] each flow has exactly one route; where there are trees, none
    * [CHIP-D6] the body holds only chip operations
    * [CHIP-D7] chips, columns and rows of chips side by side, are two values in 1..1024
  }];
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
  let arguments = (ins SymbolNameAttr:$sym_name, StrAttr:$chip, UI64Attr:$chip_hash,
    DenseI64ArrayAttr:$image_shape, Int32Attr:$input_zero_point,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$chips);
  let assemblyFormat = "$sym_name `on` $chip attr-dict-with-keyword $body";
}

def Chip_PopulationOp : Chip_Op<"population", [Symbol, HasParent<"DesignOp">]> {
  let summary = "A layer's neurons: parameters and the chip step in which they start";
  let description = [{
    Attributes as in `snn.neuron`; `model` is empty for the readout.

    * [CHIP-P1] shape is three positive values, up to 2^20 each and 2^28 neurons in all; depth in
      0..2^20
    * [CHIP-P2] theta (spiking only), v0 have one value or one a channel, bias also one a neuron;
      theta > 0; amplitude is finite
    * [CHIP-P3] the model is known and accepts the options, reset is 0 (subtract), 1 (to value) or
      2 (none); the readout has no model, options or theta, and is no relay
    * [CHIP-P4] membrane_bits in 2..32; theta, v0 and reset_value fit them; current_bits in 2..32 if
      the model has a synaptic current, else 0
    * [CHIP-P5] order, if there is one, is i32 and holds each neuron's index once: neuron i here is
      neuron order[i] of the network
    * [CHIP-P6] an input population is a relay of the image_shape: `if` neurons with theta 1, v0 0 and
      bias 0, without synapses and without host synapses into any population; there is
      one at most
  }];
  let hasVerifier = 1;
  let arguments = (ins SymbolNameAttr:$sym_name, DenseI64ArrayAttr:$shape, Int64Attr:$depth,
    StrAttr:$model, DenseI32ArrayAttr:$theta, DenseI32ArrayAttr:$v0, DenseI32ArrayAttr:$bias,
    Int32Attr:$membrane_bits,
    DefaultValuedAttr<Int32Attr, "0">:$reset,
    DefaultValuedAttr<Int32Attr, "0">:$reset_value,
    UnitAttr:$strict,
    DefaultValuedAttr<Int32Attr, "1">:$max_spikes,
    DefaultValuedAttr<Int32Attr, "0">:$leak_shift,
    DefaultValuedAttr<Int32Attr, "0">:$leak_multiplier,
    DefaultValuedAttr<Int32Attr, "0">:$leak_scale_bits,
    DefaultValuedAttr<Int32Attr, "0">:$input_shift,
    DefaultValuedAttr<Int32Attr, "0">:$current_leak_multiplier,
    DefaultValuedAttr<Int32Attr, "0">:$current_leak_scale_bits,
    DefaultValuedAttr<Int32Attr, "0">:$current_bits,
    DefaultValuedAttr<F64Attr, "1.0">:$amplitude,
    OptionalAttr<ElementsAttr>:$order,
    UnitAttr:$relay, UnitAttr:$input);
  let assemblyFormat = "$sym_name $shape attr-dict";
  let extraClassDeclaration = [{ bool isReadout() { return getModel().empty(); } }];
}

def Chip_WeightsOp : Chip_Op<"weights", [Symbol, HasParent<"DesignOp">]> {
  let summary = "Weights, stored once for all cores and layers that use them";
  let description = [{
    * [CHIP-W1] rank 2 (dense: target x source neuron), rank 4 (convolution) or rank 1 (sparse); bits
      in 1..16, i8 up to 8 bits, else i16, and every weight in the two's complement range of that
      width; at most 2^28 weights
    * [CHIP-W2] sparse weights, and no others, have offsets and targets: compressed rows of at least
      one synapse, as in `snn.sparse`
  }];
  let hasVerifier = 1;
  let arguments = (ins SymbolNameAttr:$sym_name, ElementsAttr:$values, Int32Attr:$bits,
    OptionalAttr<ElementsAttr>:$offsets, OptionalAttr<ElementsAttr>:$targets);
  let assemblyFormat = "$sym_name $values attr-dict";
}

// strides [y, x], pads [top, left], dilations [y, x]: convolution only.
defvar Chip_Window = (ins Chip_SynapseFormatAttr:$format,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$strides,
    DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0}">:$pads,
    DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$dilations,
    DefaultValuedAttr<Int64Attr, "1">:$groups);

def Chip_HostSynapsesOp : Chip_Op<"host_synapses", [HasParent<"DesignOp">]> {
  let summary = "First-layer synapses that the host computes once a sample and loads as biases";
  let description = [{
    * [CHIP-H1] target and weights exist; the weights' shape fits as in CHIP-Y3, the image being the
      source; they are not sparse; the target's model has no synaptic current
  }];
  let arguments = !con((ins FlatSymbolRefAttr:$target, FlatSymbolRefAttr:$weights), Chip_Window);
  let assemblyFormat = "`to` $target `weights` $weights $format attr-dict";
}

def Chip_CoreOp : Chip_Region<"core", [HasParent<"DesignOp">]> {
  let summary = "One used core, by its physical id";
  let description = [{
    id = tile * cores per tile + position; tile = row * columns + column.

    * [CHIP-K1] id in 0..2^32 - 1, at least one slice
  }];
  let hasVerifier = 1;
  let arguments = (ins Int64Attr:$id);
  let assemblyFormat = "$id attr-dict-with-keyword $body";
}

def Chip_SliceOp : Chip_Region<"slice", [HasParent<"CoreOp">]> {
  let summary = "The part of a population that a core holds, with the synapses into it";
  let description = [{
    A copy holds neurons that another slice holds too, so that their spikes leave from its core as
    well. The network's spikes are those of the others.

    * [CHIP-S1] the population exists, the box is not empty and lies in its shape
    * [CHIP-S2] a copy is not of the readout, has no sparse synapses, and lies in another core than all
      slices with neurons of it
  }];
  let arguments = (ins FlatSymbolRefAttr:$population, DenseI64ArrayAttr:$box, UnitAttr:$copy);
  let assemblyFormat = "$population $box (`copy` $copy^)? attr-dict-with-keyword $body";
}

def Chip_SynapsesOp : Chip_Op<"synapses", [HasParent<"SliceOp">]> {
  let summary = "Synapses from a box of source neurons into the enclosing slice";
  let description = [{
    * [CHIP-Y1] source and weights exist, source_box is not empty and lies in the source's shape
    * [CHIP-Y2] delay in 1..2^20, and depth(source) + delay >= depth(target): no spike from the future
    * [CHIP-Y3] the weights' shape fits format, source and target; kernel, strides and dilations in
      1..1024, pads in 0..1024; a convolution's target has at least the rows and columns that follow
      without bottom and right padding, and at most those that follow with 1024 of it
    * [CHIP-Y4] only the weights of a convolution are stored `shared`
    * [CHIP-Y5] source_box of sparse synapses is the whole source: the weights say which neurons have
      an axon
  }];
  let arguments = !con((ins FlatSymbolRefAttr:$source, DenseI64ArrayAttr:$source_box,
    FlatSymbolRefAttr:$weights, Int64Attr:$delay,
    DefaultValuedAttr<Chip_SynapseLayoutAttr, "SynapseLayout::Rows">:$layout,
    UnitAttr:$codebook), Chip_Window);
  let assemblyFormat = [{
    `from` $source $source_box `weights` $weights $format (`stored` $layout^)? attr-dict
  }];
}

def Chip_FlowOp : Chip_Op<"flow", [Symbol, HasParent<"DesignOp">]> {
  let summary = "Spikes of a box of neurons in core `from` are sent to core `to`, one packet a spike";
  let description = [{
    Of all neurons of the box, or of those that `neurons` lists by index.

    * [CHIP-F1] both cores exist, and the box lies in a slice of `from`; the neurons listed ascend, lie
      in the box and are not all of it
    * [CHIP-F2] core `to` has synapses from every neuron that is sent
    * [CHIP-F3] each source neuron of a core's synapses is sent to it by exactly one flow, also from
      the core itself
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, Int64Attr:$from, Int64Attr:$to,
    FlatSymbolRefAttr:$population, DenseI64ArrayAttr:$box,
    OptionalAttr<DenseI32ArrayAttr>:$neurons);
  let assemblyFormat = [{
    $sym_name $from `to` $to `of` $population $box (`neurons` $neurons^)? attr-dict
  }];
}

def Chip_RouteOp : Chip_Op<"route", [HasParent<"DesignOp">]> {
  let summary = "The tiles a flow's packets pass, first to last";
  let description = [{
    * [CHIP-R1] the flow exists; `tiles` is not empty
  }];
  let hasVerifier = 1;
  let arguments = (ins FlatSymbolRefAttr:$flow, DenseI64ArrayAttr:$tiles);
  let assemblyFormat = "$flow `via` $tiles attr-dict";
}

def Chip_TreeOp : Chip_Op<"tree", [HasParent<"DesignOp">]> {
  let summary = "How packets from core `from` to all of `to` pass a network that routes by tables";
  let description = [{
    For the spikes of all neurons of `from` whose flows lead to just these cores. `links` are pairs of
    a router and its port, over which the packets leave it.

    * [CHIP-T1] the cores exist, those of `to` ascend, and no other tree has the same ends
    * [CHIP-T2] links are pairs that ascend, routers in 0..2^32 - 1 and ports in 0..63
  }];
  let hasVerifier = 1;
  let arguments = (ins Int64Attr:$from, DenseI64ArrayAttr:$to, DenseI64ArrayAttr:$links);
  let assemblyFormat = "$from `to` $to `over` $links attr-dict";
}

#endif
