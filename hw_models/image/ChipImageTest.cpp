// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/image/testing/SmallImage.h"
#include "support/Files.h"
#include <cmath>
#include <cstring>
#include <functional>
#include <gtest/gtest.h>

using namespace nacre;

static std::string refusal(const std::string &bytes) {
  auto image = ChipImage::fromBytes(bytes, "t.nacre");
  return image ? "" : image.error().message;
}

static void expectRefused(const std::string &text,
                          const std::function<void(image::ImageT &)> &corrupt) {
  image::ImageT image = smallImage();
  corrupt(image);
  std::string message = refusal(pack(image));
  EXPECT_NE(message.find(text), std::string::npos) << "got: " << message;
}

TEST(ChipImage, RoundTripsThroughBytesAndAFile) {
  std::string bytes = pack(smallImage());
  auto image = ChipImage::fromBytes(bytes, "t.nacre");
  ASSERT_TRUE(image) << image.error().text();
  EXPECT_EQ((*image)->populations()->Get(1)->bias()->Get(1), -2);
  EXPECT_EQ(volume(*(*image)->populations()->Get(0)), 8u);
  EXPECT_EQ(volume((*image)->cores()->Get(0)->routes()->Get(0)->box()), 4u);
  EXPECT_EQ(uintptr_t((*image)->weights()->Get(1)->values()->data()) % 32, 0u);
  EXPECT_EQ(pack(smallImage()), bytes) << "same input, same bytes";
  uint32_t checksum;
  std::memcpy(&checksum, bytes.data() + 24, sizeof(checksum));
  EXPECT_EQ(image->checksum(), checksum);

  std::string path = ::testing::TempDir() + "/t.nacre";
  ASSERT_TRUE(writeFile(path, bytes));
  auto loaded = ChipImage::load(path);
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ((*loaded)->network()->str(), "small");
  ASSERT_TRUE(writeFile(path, bytes.substr(1)));
  EXPECT_NE(ChipImage::load(path).error().message.find("t.nacre': no Nacre image"),
            std::string::npos);
  EXPECT_FALSE(ChipImage::load(::testing::TempDir() + "/nowhere.nacre"));
  EXPECT_FALSE(ChipImage::load(::testing::TempDir()));
}

// Found by fuzzing: FlatBuffers' verifier lets it pass.
TEST(ChipImage, MisalignedVectorsAreRefused) {
  image::ImageT i = smallImage();
  makeSparse(i);
  i.cores[0]->sent = {1}; // its low half is the length 1, four bytes later
  std::string payload = pack(i).substr(64);
  ASSERT_EQ(refusal(packImage(payload)).find("aligned"), std::string::npos);
  const auto *core = reinterpret_cast<const flatbuffers::Table *>(
      image::GetImage(payload.data())->cores()->Get(0));
  const size_t at = size_t(reinterpret_cast<const char *>(core) - payload.data());
  char *field = &payload[at + core->GetOptionalFieldOffset(image::Core::VT_SENT)];
  *field = char(*field + 4);
  EXPECT_EQ(refusal(packImage(payload)), "'t.nacre': damaged: a vector is not aligned");
}

TEST(ChipImage, EveryTruncationAndEveryFlippedByteIsRefused) {
  const std::string bytes = pack(smallImage());
  for (size_t size = 0; size < bytes.size(); ++size)
    ASSERT_NE(refusal(bytes.substr(0, size)), "") << size;
  EXPECT_NE(refusal(bytes + '\0'), "");
  for (size_t i = 0; i < bytes.size(); ++i)
    for (unsigned char flip : {0x01, 0x80, 0xff}) {
      std::string damaged = bytes;
      damaged[i] = char(damaged[i] ^ flip);
      ASSERT_NE(refusal(damaged), "") << i;
    }
}

// With a fresh checksum only the verifier and the checks stand between damage and the engines:
// whatever they accept must be safe to walk. (Run under AddressSanitizer this test is a fuzzer.)
TEST(ChipImage, FlippedBytesUnderAGoodChecksumNeverCrash) {
  image::ImageT sparse = smallImage();
  makeSparse(sparse);
  for (const std::string &bytes : {pack(smallImage()), pack(sparse)}) {
    const std::string payload = bytes.substr(64);
    size_t refused = 0;
    for (size_t i = 0; i < payload.size(); ++i)
      for (unsigned char flip : {0x01, 0x10, 0x80, 0xff}) {
        std::string damaged = payload;
        damaged[i] = char(damaged[i] ^ flip);
        refused += refusal(packImage(damaged)) != "";
      }
    EXPECT_GT(refused, payload.size());
  }
}

TEST(ChipImage, AnotherFormatVersionIsNamed) {
  // Bytes 8..11 are the version; the header's checksum is redone by hand (CRC-32, bit by bit).
  std::string bytes = pack(smallImage());
  bytes[8] = 2;
  uint32_t crc = ~0u;
  for (int i = 0; i < 28; ++i) {
    crc ^= uint8_t(bytes[size_t(i)]);
    for (int bit = 0; bit < 8; ++bit)
      crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
  }
  crc = ~crc;
  for (int i = 0; i < 4; ++i)
    bytes[size_t(28 + i)] = char(crc >> 8 * i);
  EXPECT_NE(refusal(bytes).find("format version 2"), std::string::npos) << refusal(bytes);
}

TEST(ChipImage, AnotherChipIsRefused) {
  ChipModel chip = *loadChip("unit");
  auto check = [&](const std::function<void(image::ImageT &)> &change) {
    image::ImageT image = smallImage();
    change(image);
    auto loaded = ChipImage::fromBytes(pack(image), "t.nacre");
    EXPECT_TRUE(loaded) << loaded.error().text();
    Status status = loaded->checkChip(chip);
    return status ? "" : status.error().message;
  };
  EXPECT_EQ(check([](auto &) {}), "");
  EXPECT_NE(check([](auto &i) { i.chip = "loihi"; }).find("'loihi', not for 'unit'"),
            std::string::npos);
  EXPECT_NE(check([](auto &i) { i.chip_hash ^= 1; }).find("another version"), std::string::npos);
  EXPECT_NE(check([](auto &i) {
              i.cores[1]->id = 64;
              for (auto &core : i.cores)
                core->routes[0] = {0, core->routes[0].box(), 64};
            }).find("core 64 does not exist"),
            std::string::npos);
  EXPECT_NE(check([](auto &i) { i.cores[1]->slices[1]->synapses[0]->delay = 65; }).find("65 steps"),
            std::string::npos);
  auto sparse = [](auto &i) {
    i.cores[1]->slices[1]->synapses[0]->layout = image::SynapseLayout::Sparse;
  };
  EXPECT_EQ(check(sparse), "");
  chip.limits.sparseSynapses = false;
  EXPECT_EQ(check(sparse),
            "core 2: synapses are stored as 'sparse', which the cores of chip 'unit' cannot");
  // The weights into the readout are -4 to 3.
  auto codebook = [](auto &i) { i.cores[1]->slices[1]->synapses[0]->codebook = true; };
  chip.limits.codebookEntries = 8;
  EXPECT_EQ(check(codebook), "");
  chip.limits.codebookEntries = 7;
  EXPECT_EQ(check(codebook), "core 2: a codebook of 8 entries, chip 'unit' has at most 7");
  // Lists need no entry for 0.
  chip.limits.sparseSynapses = true;
  EXPECT_EQ(check([&](auto &i) { sparse(i), codebook(i); }), "");
  // A table of no entries is none.
  chip.limits.codebookEntries = 0;
  EXPECT_EQ(check([&](auto &i) {
              sparse(i), codebook(i);
              std::fill(i.weights[1]->values.begin(), i.weights[1]->values.end(), 0);
            }),
            "core 2: a codebook of 0 entries, chip 'unit' has at most 0");
}

TEST(ChipImage, PopulationsAreChecked) {
  expectRefused("names no network", [](auto &i) { i.network = ""; });
  expectRefused("input shape", [](auto &i) { i.input_height = 0; });
  expectRefused("input_zero_point", [](auto &i) { i.input_zero_point = 256; });
  expectRefused("population 0: no name", [](auto &i) { i.populations[0]->name = ""; });
  expectRefused("two populations are called 'hidden'",
                [](auto &i) { i.populations[1]->name = "hidden"; });
  expectRefused("shape 0x2x2", [](auto &i) { i.populations[0]->channels = 0; });
  expectRefused("too large", [](auto &i) { i.populations[0]->height = 0xffffffff; });
  expectRefused("depth", [](auto &i) { i.populations[0]->depth = 0xffffffff; });
  expectRefused("one per channel (2)", [](auto &i) { i.populations[0]->theta = {1, 2, 3}; });
  expectRefused("one per channel (2)", [](auto &i) { i.populations[0]->theta = {}; });
  expectRefused("one per channel (3)", [](auto &i) { i.populations[1]->bias = {1, 2}; });
  expectRefused("one per channel (3)", [](auto &i) { i.populations[1]->v0 = {}; });
  expectRefused("amplitude", [](auto &i) { i.populations[0]->amplitude = NAN; });
  expectRefused("readout", [](auto &i) { i.readout = 2; });
  expectRefused("population 0 is the readout but spikes", [](auto &i) { i.readout = 0; });
  expectRefused("population 1 is the readout but spikes", [](auto &i) {
    i.populations[1]->spiking = true;
    i.populations[1]->model = "if";
    i.populations[1]->options = std::make_unique<image::NeuronOptions>(*i.populations[0]->options);
    i.populations[1]->theta = {1};
  });
}

TEST(ChipImage, NeuronsAreChecked) {
  using image::Reset;
  auto withOptions = [](Reset reset, int maxSpikes, int resetValue, int leakShift, int bits) {
    return [=](image::ImageT &i) {
      *i.populations[0]->options = {reset, false, maxSpikes, resetValue, leakShift, 0, 0, bits};
    };
  };
  expectRefused("no options", [](auto &i) { i.populations[0]->options = nullptr; });
  expectRefused("unknown neuron model 'iff'", [](auto &i) { i.populations[0]->model = "iff"; });
  expectRefused("neither", [](auto &i) { i.populations[1]->model = "if"; });
  expectRefused("neither", [](auto &i) { i.populations[1]->theta = {1}; });
  expectRefused("a threshold is 0", [](auto &i) { i.populations[0]->theta = {1, 0}; });
  expectRefused("theta 8388608 does not fit",
                [](auto &i) { i.populations[0]->theta = {(1 << 23) - 1, 1 << 23}; });
  expectRefused("v0 8388608", [](auto &i) { i.populations[0]->v0 = {1 << 23}; });
  expectRefused("membrane_bits is 33", withOptions(Reset::Subtract, 1, 0, 0, 33));
  expectRefused("max_spikes is 0", withOptions(Reset::Subtract, 0, 0, 0, 24));
  expectRefused("unknown reset 3", withOptions(Reset(3), 1, 0, 0, 24));
  expectRefused("reset_value", withOptions(Reset::ToValue, 1, 1 << 23, 0, 24));
  expectRefused("no leak", withOptions(Reset::Subtract, 1, 0, 3, 24));
  expectRefused("leak_shift", [&](auto &i) {
    withOptions(Reset::Subtract, 1, 0, 31, 24)(i);
    i.populations[0]->model = "lif";
  });
  expectRefused("input_shift must lie", [](auto &i) { i.populations[0]->input_shift = 31; });
  expectRefused("input_shift must lie", [](auto &i) { i.populations[0]->input_shift = -1; });
  expectRefused("a readout has neither input_shift",
                [](auto &i) { i.populations[1]->input_shift = 1; });
  auto makeCuba = [](image::ImageT &i) {
    image::PopulationT &p = *i.populations[0];
    p.model = "cuba";
    *p.options = {Reset::ToValue, true, 1, 0, 0, 3968, 12, 24};
    p.current_leak_multiplier = 3072, p.current_leak_scale_bits = 12, p.current_bits = 24;
  };
  expectRefused("current_bits is 1,",
                [&](auto &i) { makeCuba(i), i.populations[0]->current_bits = 1; });
  expectRefused("current_bits is 24,", [](auto &i) { i.populations[0]->current_bits = 24; });
  expectRefused("neither input_shift nor current_bits",
                [](auto &i) { i.populations[1]->current_bits = 24; });
  expectRefused("only a 'cuba' neuron",
                [](auto &i) { i.populations[0]->current_leak_multiplier = 1; });
  expectRefused("into which no bias goes", makeCuba);
}

TEST(ChipImage, WeightsAndConnectionsAreChecked) {
  auto withSynapses = [](auto change) {
    return [change](image::ImageT &i) { change(*i.cores[1]->slices[1]->synapses[0]); };
  };
  expectRefused("weights 1: bits is 17", [](auto &i) { i.weights[1]->bits = 17; });
  expectRefused("weights 1: weights of 9 bits are stored in another width",
                [](auto &i) { i.weights[1]->bits = 9; });
  expectRefused("weights 1: weights of 3 bits are stored in another width",
                [](auto &i) { i.weights[1]->wide_values = {1}; });
  expectRefused("weights 1: value 256 does not fit 9 bits", [](auto &i) {
    i.weights[1]->bits = 9;
    i.weights[1]->values.clear();
    i.weights[1]->wide_values.assign(24, 256);
  });
  expectRefused("value -4 does not fit 2 bits", [](auto &i) { i.weights[1]->bits = 2; });
  expectRefused("weights 2 of 2", withSynapses([](auto &s) { s.weights = 2; }));
  expectRefused("25 weights, 3 x 8", [](auto &i) { i.weights[1]->values.push_back(0); });
  expectRefused("source population 2", withSynapses([](auto &s) { s.source = 2; }));
  expectRefused("'readout' does not spike", withSynapses([](auto &s) { s.source = 1; }));
  expectRefused("source box", withSynapses([](auto &s) { s.source_box = nullptr; }));
  expectRefused("source box",
                withSynapses([](auto &s) { *s.source_box = image::Box(0, 2, 0, 3, 0, 2); }));
  expectRefused("delay 0", withSynapses([](auto &s) { s.delay = 0; }));
  expectRefused("unknown synapse format 3",
                withSynapses([](auto &s) { s.format = image::SynapseFormat(3); }));
  expectRefused("unknown synapse layout 3",
                withSynapses([](auto &s) { s.layout = image::SynapseLayout(3); }));
  expectRefused("only the weights of a convolution can be stored shared",
                withSynapses([](auto &s) { s.layout = image::SynapseLayout::Shared; }));
  expectRefused("dense synapses have no window", withSynapses([](auto &s) {
                  s.window = std::make_unique<image::Window>(1, 1, 1, 1, 0, 0, 1, 1, 1);
                }));
  expectRefused("(n,1,1)", [](auto &i) {
    i.host[0]->format = image::SynapseFormat::Dense;
    i.host[0]->window = nullptr;
  });
  expectRefused("target population 2", [](auto &i) { i.host[0]->target = 2; });
  expectRefused("needs a window", [](auto &i) { i.host[0]->window = nullptr; });
  auto withWindow = [](image::Window window) {
    return [window](image::ImageT &i) { *i.host[0]->window = window; };
  };
  expectRefused("must lie in 1..", withWindow({3, 3, 1, 0, 0, 0, 1, 1, 1}));
  expectRefused("must lie in 1..", withWindow({3, 1 << 20, 1, 1, 0, 0, 1, 1, 1}));
  expectRefused("0 groups", withWindow({3, 3, 1, 1, 0, 0, 1, 1, 0}));
  expectRefused("2 groups", withWindow({3, 3, 1, 1, 0, 0, 1, 1, 2}));
  expectRefused("padding", withWindow({3, 3, 1, 1, 1025, 0, 1, 1, 1}));
  expectRefused("padding", withWindow({3, 3, 1, 1, 1u << 31, 0, 1, 1, 1}));
  expectRefused("18 weights, the convolution needs 12", withWindow({2, 3, 1, 1, 0, 0, 1, 1, 1}));
}

TEST(ChipImage, PlacementIsChecked) {
  const image::Box upper(0, 1, 0, 2, 0, 2), lower(1, 2, 0, 2, 0, 2), corner(0, 1, 0, 1, 0, 1);
  expectRefused("uses no core", [](auto &i) { i.cores.clear(); });
  expectRefused("ids must ascend", [](auto &i) { i.cores[0]->id = 2; });
  expectRefused("holds no slice", [](auto &i) { i.cores[0]->slices.clear(); });
  expectRefused("slice 0: population 2", [](auto &i) { i.cores[0]->slices[0]->population = 2; });
  expectRefused("empty or outside",
                [](auto &i) { *i.cores[0]->slices[0]->box = image::Box(0, 0, 0, 2, 0, 2); });
  expectRefused("lies on no core", [&](auto &i) {
    *i.cores[0]->slices[0]->box = corner;
    i.cores[0]->routes = {image::Route(0, corner, 2)};
  });
  expectRefused("lies in two slices",
                [&](auto &i) { *i.cores[0]->slices[0]->box = image::Box(0, 2, 0, 1, 0, 1); });
  expectRefused("route 0: population 9",
                [&](auto &i) { i.cores[0]->routes = {image::Route(9, upper, 2)}; });
  expectRefused("'readout' does not spike", [&](auto &i) {
    i.cores[0]->routes = {image::Route(1, image::Box(0, 1, 0, 1, 0, 1), 2)};
  });
  expectRefused("that lie elsewhere",
                [&](auto &i) { i.cores[0]->routes = {image::Route(0, lower, 2)}; });
  expectRefused("two routes to core 2", [&](auto &i) {
    i.cores[0]->routes = {image::Route(0, upper, 2), image::Route(0, corner, 2)};
  });
  expectRefused("has no axon for it",
                [&](auto &i) { i.cores[0]->routes = {image::Route(0, upper, 5)}; });
  expectRefused("no route brings spikes of 'hidden'", [](auto &i) { i.cores[0]->routes.clear(); });
  expectRefused("no route brings spikes of 'hidden'",
                [&](auto &i) { i.cores[0]->routes = {image::Route(0, corner, 2)}; });
}

TEST(ChipImage, NoSynapseIsLost) {
  const std::string lost = "core 2: neurons of 'readout' read some of 'hidden' that have no axon";
  auto synapses = [](image::ImageT &i) -> image::SynapsesT & {
    return *i.cores[1]->slices[1]->synapses[0];
  };
  expectRefused(lost, [&](auto &i) { *synapses(i).source_box = image::Box(0, 2, 0, 2, 0, 1); });
  // Two blocks may share the axons out.
  auto halves = [&](uint32_t from) {
    image::ImageT i = smallImage();
    auto &blocks = i.cores[1]->slices[1]->synapses;
    blocks.push_back(std::make_unique<image::SynapsesT>(*blocks[0]));
    *blocks[0]->source_box = image::Box(0, 2, 0, 2, 0, 1);
    *blocks[1]->source_box = image::Box(from, 2, 0, 2, 1, 2);
    return refusal(pack(i));
  };
  EXPECT_EQ(halves(0), "");
  EXPECT_NE(halves(1).find(lost), std::string::npos);
  // One window of 2x2 reads all positions.
  expectRefused(lost, [&](auto &i) {
    synapses(i).format = image::SynapseFormat::Convolution;
    synapses(i).window = std::make_unique<image::Window>(2, 2, 1, 1, 0, 0, 1, 1, 1);
    *synapses(i).source_box = image::Box(0, 2, 1, 2, 0, 2);
  });
  // One of 1x1 with stride 2 reads the first position only.
  auto single = [&](image::ImageT &i) {
    synapses(i).format = image::SynapseFormat::Convolution;
    synapses(i).window = std::make_unique<image::Window>(1, 1, 2, 2, 0, 0, 1, 1, 1);
    *synapses(i).source_box = image::Box(0, 2, 0, 1, 0, 1);
    i.weights[1]->values.resize(6);
    i.cores[0]->routes = {image::Route(0, image::Box(0, 1, 0, 1, 0, 1), 2)};
    i.cores[1]->routes = {image::Route(0, image::Box(1, 2, 0, 1, 0, 1), 2)};
  };
  image::ImageT good = smallImage();
  single(good);
  EXPECT_EQ(refusal(pack(good)), "");
  expectRefused(lost, [&](auto &i) {
    single(i);
    *synapses(i).source_box = image::Box(0, 2, 1, 2, 0, 1);
  });
}

TEST(ChipImage, CopiesAreChecked) {
  image::ImageT good = smallImage();
  addCopy(good);
  EXPECT_EQ(refusal(pack(good)), "");
  auto expectRefusedCopy = [](const std::string &part, auto change) {
    expectRefused(part, [&](image::ImageT &i) {
      addCopy(i);
      change(i);
    });
  };
  expectRefusedCopy("'hidden' lies on no core",
                    [](auto &i) { i.cores[0]->slices[0]->copy = true; });
  expectRefusedCopy("a neuron of 'hidden' lies in two slices",
                    [](auto &i) { i.cores[2]->slices[0]->copy = false; });
  expectRefusedCopy("core 3: a copy of 'readout' is of the readout",
                    [](auto &i) { i.cores[2]->slices[1]->copy = true; });
  expectRefusedCopy("core 3: a copy of 'hidden' lies beside another slice with the same neurons",
                    [](auto &i) {
                      auto &slices = i.cores[2]->slices;
                      slices.push_back(std::make_unique<image::SliceT>(*slices[0]));
                    });
  expectRefusedCopy("has 2 routes to core 3, which has an axon for it", [](auto &i) {
    i.cores[0]->routes.emplace_back(0, image::Box(0, 1, 0, 1, 0, 1), 3);
  });
  expectRefusedCopy("has 0 routes to core 3, which has an axon for it", [](auto &i) {
    i.cores[2]->routes = {image::Route(0, image::Box(0, 1, 0, 2, 0, 2), 3)};
  });
  // Whoever holds a neuron has its synapses.
  expectRefusedCopy("core 3: neurons of 'readout' read some of 'hidden' that have no axon",
                    [](auto &i) {
                      i.cores[2]->slices[1]->synapses.clear();
                      i.cores[2]->routes.clear();
                    });
}

TEST(ChipImage, SparseSynapsesAreChecked) {
  image::ImageT good = smallImage();
  makeSparse(good);
  EXPECT_EQ(refusal(pack(good)), "");
  auto refused = [](const std::string &text, auto change) {
    expectRefused(text, [change](image::ImageT &i) {
      makeSparse(i);
      change(i);
    });
  };
  refused("order holds 1 neurons of 8", [](auto &i) { i.populations[0]->order = {0}; });
  refused("order holds neuron 7 twice", [](auto &i) { i.populations[0]->order[7] = 7; });
  refused("order holds neuron 8", [](auto &i) { i.populations[0]->order[7] = 8; });
  refused("at least one synapse", [](auto &i) { i.weights[1]->targets = {}; });
  refused("must ascend but 0 follows 2", [](auto &i) { i.weights[1]->targets = {0, 1, 2, 0}; });
  refused("a synapse leads to neuron 3 of 3", [](auto &i) { i.weights[1]->targets[3] = 3; });
  refused("rows of 7 source neurons, there are 8",
          [](auto &i) { i.weights[1]->offsets.erase(i.weights[1]->offsets.begin() + 1); });
  refused("weights 1 are of another format", [](auto &i) {
    i.cores[1]->slices[1]->synapses[0]->format = image::SynapseFormat::Dense;
  });
  refused("weights 0 are of another format",
          [](auto &i) { i.cores[1]->slices[1]->synapses[0]->weights = 0; });
  refused("sparse synapses must come from all of 'hidden'", [](auto &i) {
    *i.cores[1]->slices[1]->synapses[0]->source_box = image::Box(0, 1, 0, 2, 0, 2);
  });
  refused("the host has no sparse synapses",
          [](auto &i) { i.host[0]->format = image::SynapseFormat::Sparse; });
  refused("2 words say what the routes send, must be 1",
          [](auto &i) { i.cores[0]->sent = {1, 1}; });
  refused("route 0 sends neurons beyond its box", [](auto &i) { i.cores[0]->sent = {0b10001}; });
  refused("route 0 sends no neuron", [](auto &i) { i.cores[0]->sent = {0}; });
  refused("neuron 0 of 'hidden' has 0 routes to core 2, which has an axon for it",
          [](auto &i) { i.cores[0]->sent = {0b0010}; });
  refused("neuron 0 of 'hidden' has 2 routes to core 2", [](auto &i) {
    i.cores[0]->routes.push_back(i.cores[0]->routes[0]);
    i.cores[0]->sent.push_back(1);
  });
  // A packet that no axon knows is no error.
  image::ImageT useless = smallImage();
  makeSparse(useless);
  useless.cores[0]->sent = {0b1111};
  EXPECT_EQ(refusal(pack(useless)), "");
}
