// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Needs by hand. smallImage() on core 2: four neurons of "hidden" and "readout", into whose three
// neurons each of the eight of "hidden" has a weight of 3 bits, from -4 to 3.
#include "hw_models/image/CapacityCheck.h"
#include "hw_models/image/CoreNeeds.h"
#include "hw_models/image/testing/SmallImage.h"
#include <functional>
#include <gtest/gtest.h>

using namespace nacre;

namespace {

using Change = std::function<void(image::ImageT &)>;
using Limits = ChipModel::Limits;

const Change unchanged = [](image::ImageT &) {};

void storeSparse(image::ImageT &i) {
  i.cores[1]->slices[1]->synapses[0]->layout = image::SynapseLayout::Sparse;
}
void storeCodebook(image::ImageT &i) { i.cores[1]->slices[1]->synapses[0]->codebook = true; }

/// Of an image that the checks before accept; empty if it is accepted.
std::string complaint(const ChipModel &chip, const Change &change = unchanged) {
  image::ImageT made = smallImage();
  change(made);
  auto image = ChipImage::fromBytes(pack(made), "t.nacre");
  EXPECT_TRUE(image) << image.error().text();
  Status status = image->checkChip(chip);
  EXPECT_TRUE(status || status.error().exitCode == ExitCode::DoesNotFit);
  return status ? "" : status.error().message;
}

/// The need is accepted if it is the limit, and refused if the limit is one less.
void expectNeed(const std::string &layer, uint32_t core, const std::string &resource,
                int64_t Limits::*limit, int64_t need, const Change &change = unchanged,
                ChipModel chip = *loadChip("unit")) {
  chip.limits.*limit = need;
  EXPECT_EQ(complaint(chip, change), "") << resource;
  chip.limits.*limit = need - 1;
  EXPECT_EQ(complaint(chip, change), "layer '" + layer + "' does not fit core " +
                                         std::to_string(core) + " of chip 'unit': " + resource +
                                         " needed " + std::to_string(need) + ", limit " +
                                         std::to_string(need - 1));
}

TEST(CapacityCheck, NeuronsAndAxonsAreCountedByCore) {
  // The layer with most of them is named.
  expectNeed("hidden", 2, "neurons", &Limits::neurons, 4 + 3);
  expectNeed("readout", 2, "input axons", &Limits::axonsIn, 8);
  expectNeed("hidden", 0, "output axons", &Limits::axonsOut, 4);
  expectNeed("hidden", 0, "destination cores of one neuron", &Limits::targetsPerNeuron, 1);
  // Of core 0 one neuron also goes to a core that has the readout's last neuron: 4 + 1 entries.
  expectNeed("hidden", 0, "output axons", &Limits::axonsOut, 5, splitReadout);
  expectNeed("hidden", 0, "destination cores of one neuron", &Limits::targetsPerNeuron, 2,
             splitReadout);
}

TEST(CapacityCheck, SynapseMemoryIsCountedAsStored) {
  auto expectBits = [](int64_t bits, const Change &change, ChipModel chip) {
    expectNeed("readout", 2, "synapse memory bits", &Limits::synapseMemoryBits, bits, change, chip);
  };
  const ChipModel chip = *loadChip("unit");
  expectBits(8 * 64, unchanged, chip);           // rows of 3 * 3 bits in words of 64
  expectBits(7 * 64, storeSparse, chip);         // the source with weights 0 has no list
  expectBits((1 + 8) * 64, storeCodebook, chip); // a table of 8 * 3 bits
  // Words of 16 bits: lists of 3 * (10 + 3) bits take three each, as there are 1024 targets.
  ChipModel narrow = chip;
  narrow.timing.synapseWordBits = 16;
  expectBits(7 * 3 * 16, storeSparse, narrow);
  // A second block counts too, though it stores the same.
  expectBits(
      2 * 8 * 64,
      [](image::ImageT &i) {
        auto &blocks = i.cores[1]->slices[1]->synapses;
        blocks.push_back(std::make_unique<image::SynapsesT>(*blocks[0]));
      },
      chip);
}

TEST(CapacityCheck, TypedAxonsAreOnePerDistinctWeight) {
  ChipModel chip = *loadChip("unit");
  chip.limits.typedAxons = true;
  // Each source has one weight for all targets, and one of them has 0.
  expectNeed("readout", 2, "input axons", &Limits::axonsIn, 7, unchanged, chip);
  // The first source gets the weights -4, 1 and 2.
  auto differ = [](image::ImageT &i) {
    i.weights[1]->values[8] = 1;
    i.weights[1]->values[16] = 2;
  };
  expectNeed("readout", 2, "input axons", &Limits::axonsIn, 7 + 2, differ, chip);
}

TEST(CapacityCheck, WidthsAreThoseOfTheLargestValues) {
  expectNeed("readout", 2, "weight bits", &Limits::weightBits, 3);
  expectNeed("hidden", 0, "threshold bits", &Limits::thresholdBits, 5); // 12
  expectNeed("hidden", 0, "membrane bits", &Limits::membraneBits, 24);
  // Host weights of channel 0: -4, -3, -2, -1, 0, 1, 2, 3, -4, times 255: -3570 to 1530.
  expectNeed("hidden", 0, "bias bits (host currents included)", &Limits::biasBits, 13);
  // With the bias -527 the least is -4097, one below 13 bits.
  expectNeed("hidden", 0, "bias bits (host currents included)", &Limits::biasBits, 14,
             [](auto &i) { i.populations[0]->bias = {-527}; });
  expectNeed("hidden", 0, "bias bits (host currents included)", &Limits::biasBits, 13,
             [](auto &i) { i.populations[0]->bias = {-526}; });
  // Pixels from -100 to 155: -14 * 155 - 6 * 100 = -2770; 14 * 100 + 6 * 155 = 2330.
  expectNeed("hidden", 0, "bias bits (host currents included)", &Limits::biasBits, 14, [](auto &i) {
    i.input_zero_point = 100;
    i.populations[0]->bias = {1767}; // 4097
  });
}

TEST(CapacityCheck, SynapticCurrentsNeedAChipThatHasThem) {
  auto makeCuba = [](image::ImageT &i) {
    i.host.clear();
    image::PopulationT &p = *i.populations[0];
    p.model = "cuba";
    *p.options = image::NeuronOptions(image::Reset::Subtract, false, 1, 0, 0, 1, 1, 24);
    p.current_leak_multiplier = 1, p.current_leak_scale_bits = 1, p.current_bits = 20;
  };
  expectNeed("hidden", 0, "bits of a synaptic current", &Limits::synapticCurrentBits, 20, makeCuba);
}

TEST(CapacityCheck, SumsAreTheWorstOfOneStep) {
  // -4 - 3 - 2 - 1 = -10 to 1 + 2 + 3 = 6.
  expectNeed("readout", 2, "accumulator bits", &Limits::accumulatorBits, 5);
  expectNeed("readout", 2, "distinct weights per neuron", &Limits::weightValuesPerNeuron, 7);
  // Two spikes of each: -20.
  expectNeed("readout", 2, "accumulator bits", &Limits::accumulatorBits, 6, [](auto &i) {
    *i.populations[0]->options =
        image::NeuronOptions(image::Reset::Subtract, false, 2, 0, 0, 0, 0, 24);
  });
}

TEST(CapacityCheck, SparseSynapsesAreCountedByNeuron) {
  expectNeed("readout", 2, "input axons", &Limits::axonsIn, 3, makeSparse);
  expectNeed("hidden", 2, "output axons", &Limits::axonsOut, 2, makeSparse);
  // Neuron 0 may get 1 + 3, neuron 1 gets -2 at least: 4 bits; by channel 3 bits would do.
  expectNeed("readout", 2, "accumulator bits", &Limits::accumulatorBits, 4, makeSparse);
  expectNeed("readout", 2, "distinct weights per neuron", &Limits::weightValuesPerNeuron, 2,
             makeSparse);
  ChipModel chip = *loadChip("unit");
  chip.timing.synapseWordBits = 4;
  // Rows have 3 weights of 3 bits, lists as many entries of 3 + 10 bits as there are weights but 0.
  expectNeed("readout", 2, "synapse memory bits", &Limits::synapseMemoryBits, 3 * 3 * 4, makeSparse,
             chip);
  auto lists = [](image::ImageT &i) {
    makeSparse(i);
    storeSparse(i);
  };
  expectNeed("readout", 2, "synapse memory bits", &Limits::synapseMemoryBits, 3 * 4 * 4, lists,
             chip);
  // An axon for each weight but 0 of a source neuron, which the third has one of.
  chip.limits.typedAxons = true;
  expectNeed("readout", 2, "input axons", &Limits::axonsIn, 3, makeSparse, chip);
  expectNeed(
      "readout", 2, "input axons", &Limits::axonsIn, 4,
      [](image::ImageT &i) {
        makeSparse(i);
        i.weights[1]->values[3] = 2;
      },
      chip);
}

/// Two channels of four neurons in a row, on one core, with a 1x3 convolution between them.
ChipImage convolution(image::SynapseLayout layout) {
  image::ImageT i = smallImage();
  i.weights[0] = std::make_unique<image::WeightsT>();
  i.weights[0]->bits = 8;
  i.weights[0]->values = {1, 1, 1, 1, 0, 0, 0, 0, 0, 2, 3, 2}; // [target][source][tap]
  i.host.clear();
  i.cores.clear();
  auto core = std::make_unique<image::CoreT>();
  for (uint32_t p : {0u, 1u}) {
    i.populations[p]->channels = 2;
    i.populations[p]->height = 1;
    i.populations[p]->width = 4;
    i.populations[p]->bias = {0};
    core->slices.push_back(std::make_unique<image::SliceT>());
    core->slices[p]->population = p;
    core->slices[p]->box = std::make_unique<image::Box>(0, 2, 0, 1, 0, 4);
  }
  auto synapses = std::make_unique<image::SynapsesT>();
  synapses->source_box = std::make_unique<image::Box>(0, 2, 0, 1, 0, 4);
  synapses->format = image::SynapseFormat::Convolution;
  synapses->window = std::make_unique<image::Window>(1, 3, 1, 1, 0, 1, 1, 1, 1);
  synapses->delay = 1;
  synapses->layout = layout;
  core->slices[1]->synapses.push_back(std::move(synapses));
  core->routes = {image::Route(0, image::Box(0, 2, 0, 1, 0, 4), 0)};
  i.cores.push_back(std::move(core));
  return *ChipImage::fromBytes(pack(i), "t.nacre");
}

TEST(CoreNeeds, ConvolutionsReadNoPadding) {
  ChipModel chip = *loadChip("unit");
  chip.timing.synapseWordBits = 16;
  auto needs = [&](image::SynapseLayout layout) {
    ChipImage image = convolution(layout);
    CoreNeedsCounter counter(*image, chip);
    const image::Core &core = *image->cores()->Get(0);
    EXPECT_EQ(counter.of(core).axonsIn.total, 8);
    EXPECT_EQ(counter.of(core).axonsOut.total, 8);
    EXPECT_EQ(counter.of(core).targetsPerNeuron.total, 1);
    const BlockNeeds block =
        counter.of(*core.slices()->Get(1), *core.slices()->Get(1)->synapses()->Get(0));
    EXPECT_EQ(block.memoryWords * 16, counter.of(core).synapseMemoryBits.total);
    return block;
  };
  // A position is read through 2, 3, 3 and 2 taps by both targets: 4, 6, 6, 4 synapses of 8 bits.
  EXPECT_EQ(needs(image::SynapseLayout::Rows).memoryWords, 2 * (2 + 3 + 3 + 2));
  EXPECT_EQ(needs(image::SynapseLayout::Rows).synapticOps, 2 * 20);
  // Twelve weights; spikes fetch as many words as before.
  EXPECT_EQ(needs(image::SynapseLayout::Shared).memoryWords, 6);
  EXPECT_EQ(needs(image::SynapseLayout::Shared).fetchedWords, 20);
  // Lists of 18-bit entries: 2, 3, 3, 2 of the first channel. Of the second as many by the whole
  // kernel, and one where there is a next neuron, which reads through the first tap: 3, 4, 4, 2.
  const BlockNeeds sparse = needs(image::SynapseLayout::Sparse);
  EXPECT_EQ(sparse.synapticOps, 10 + 13);
  EXPECT_EQ(sparse.memoryWords, (3 + 4 + 4 + 3) + (4 + 5 + 5 + 3));
}

TEST(CoreNeeds, TypedAxonsOfAConvolutionAreThoseOfTheTapsThatReachTheSlice) {
  ChipModel chip = *loadChip("unit");
  chip.limits.typedAxons = true;
  ChipImage image = convolution(image::SynapseLayout::Rows);
  // First channel: 1 everywhere. Second: {1, 2, 3} but at its end, which nobody reads through 1.
  EXPECT_EQ(CoreNeedsCounter(*image, chip).of(*image->cores()->Get(0)).axonsIn.total,
            4 + (3 + 3 + 3 + 2));
}

} // namespace
