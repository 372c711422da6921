// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/networks/snn/Sheet.h"
#include "dialects/Weights.h"
#include "dialects/snn/Snn.h"
#include "hw_models/image/Bounds.h"
#include <cmath>
#include <fmt/format.h>

namespace nacre {

using namespace mlir;

namespace {

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): integers only, so the same everywhere.
class Random {
  uint64_t state;

public:
  Random(uint64_t seed, uint64_t stream) : state(seed) { state = next() ^ stream; }

  uint64_t next() {
    uint64_t z = state += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
  }
  int64_t below(int64_t end) { return int64_t(next() % uint64_t(end)); }

  /// Of mean 0 and this standard deviation, in 1/256: a sum of twelve uniform numbers.
  int64_t normal(int64_t deviation256) {
    int64_t sum = 0;
    for (int word = 0; word < 3; ++word)
      for (uint64_t bits = next(), i = 0; i < 4; ++i, bits >>= 16)
        sum += int64_t(bits & 0xFFFF) - 0x8000;
    return sum * deviation256 / 0x10000;
  }
};

/// Streams of random numbers that are no neuron's own.
enum Stream : uint64_t { InputStream = uint64_t(1) << 40, ReadoutStream = uint64_t(1) << 41 };

constexpr int64_t imageSide = 8, classes = 10;
constexpr int32_t theta = 40, bias = 3, leakShift = 4, weightBits = 5;
constexpr int8_t inhibition = -8, inputWeight = 15;
constexpr int32_t brightest = 16; ///< pixel of the digits

struct Rows {
  std::vector<uint32_t> offsets = {0}, targets;
  std::vector<int8_t> weights;
};

class Sheet {
  const SheetOptions &options;
  const int64_t side, deviation256;
  std::vector<uint32_t> row;

public:
  explicit Sheet(const SheetOptions &options)
      : options(options), side(int64_t(std::ceil(std::sqrt(double(options.neurons))))),
        // 2 pi sigma^2 * 0.1 neurons are to be connected; integers from here on.
        deviation256(std::lround(256 * std::sqrt(double(options.fanOut) / (0.2 * M_PI)))) {}

  Rows recurrent() {
    Rows rows;
    rows.targets.reserve(size_t(options.neurons * options.fanOut));
    rows.weights.reserve(rows.targets.capacity());
    for (int64_t neuron = 0; neuron < options.neurons; ++neuron) {
      Random random(options.seed, uint64_t(neuron));
      const bool inhibits = random.below(5) == 0;
      add(rows, neuron, neuron / side * 256, neuron % side * 256, random,
          [&] { return inhibits ? inhibition : int8_t(1 + random.below(3)); });
    }
    return rows;
  }

  /// Of each pixel around its place.
  Rows fromInput() {
    Rows rows;
    const int64_t step = side * 256 / imageSide;
    for (int64_t pixel = 0; pixel < imageSide * imageSide; ++pixel) {
      Random random(options.seed, InputStream + uint64_t(pixel));
      add(rows, -1, pixel / imageSide * step + step / 2, pixel % imageSide * step + step / 2,
          random, [] { return inputWeight; });
    }
    return rows;
  }

  /// Each class reads fanOut neurons, anywhere.
  Rows toReadout() {
    Random random(options.seed, ReadoutStream);
    std::vector<std::vector<uint32_t>> read(size_t(options.neurons));
    for (uint32_t c = 0; c < classes; ++c)
      for (int64_t left = options.fanOut; left > 0;)
        if (auto &own = read[size_t(random.below(options.neurons))];
            own.empty() || own.back() != c) {
          own.push_back(c);
          --left;
        }
    Rows rows;
    for (const auto &own : read) {
      rows.targets.insert(rows.targets.end(), own.begin(), own.end());
      rows.offsets.push_back(uint32_t(rows.targets.size()));
    }
    rows.weights.assign(rows.targets.size(), 1);
    return rows;
  }

  std::vector<int32_t> potentials() {
    std::vector<int32_t> v0;
    for (int64_t neuron = 0; neuron < options.neurons; ++neuron)
      v0.push_back(int32_t(Random(options.seed + 1, uint64_t(neuron)).below(theta)));
    return v0;
  }

private:
  /// A row of fanOut synapses to neurons around a place, in 1/256 of their distance.
  template <class Weight>
  void add(Rows &rows, int64_t source, int64_t y256, int64_t x256, Random &random, Weight weight) {
    row.clear();
    while (int64_t(row.size()) < options.fanOut) {
      while (int64_t(row.size()) < options.fanOut) {
        int64_t y = (y256 + random.normal(deviation256) + 128) >> 8;
        int64_t x = (x256 + random.normal(deviation256) + 128) >> 8;
        int64_t target = y * side + x;
        if (y >= 0 && x >= 0 && x < side && target < options.neurons && target != source)
          row.push_back(uint32_t(target));
      }
      std::sort(row.begin(), row.end());
      row.erase(std::unique(row.begin(), row.end()), row.end());
    }
    for (uint32_t target : row) {
      rows.targets.push_back(target);
      rows.weights.push_back(weight());
    }
    rows.offsets.push_back(uint32_t(rows.targets.size()));
  }
};

class SheetBuilder {
  OpBuilder builder;
  Location loc;

public:
  explicit SheetBuilder(MLIRContext *context) : builder(context), loc(builder.getUnknownLoc()) {}

  OwningOpRef<ModuleOp> build(const SheetOptions &options) {
    Sheet sheet(options);
    OwningOpRef<ModuleOp> module = ModuleOp::create(loc);
    builder.setInsertionPointToStart(module->getBody());
    auto network = snn::NetworkOp::create(builder, loc, "sheet", StringAttr());
    builder.createBlock(&network.getBody());
    std::vector<int64_t> image = {1, imageSide, imageSide}, whole = {options.neurons, 1, 1};

    Value pixels =
        snn::InputOp::create(builder, loc, type(image, 16), builder.getI32IntegerAttr(0));
    auto one = makeWeights<int8_t>({1, 1, 1, 1}, {int8_t(1)}, "pixel", builder.getContext());
    Value light = snn::Conv2DOp::create(builder, loc, type(image, 32), pixels, one, 2);
    Value input = neuron("input", "if", light, image, brightest, {0}, 0, 0);

    Value seen = sparse(input, sheet.fromInput(), whole, "from_input");
    // The loop is closed below: a graph region may use what comes later.
    Value late = snn::DelayOp::create(builder, loc, type(whole, 1), input, 1);
    Value recurrent = sparse(late, sheet.recurrent(), whole, "recurrent");
    Value spikes = neuron("sheet", "lif", {seen, recurrent}, whole, theta, sheet.potentials(), bias,
                          leakShift);
    late.getDefiningOp()->setOperand(0, spikes);

    Value counted = sparse(spikes, sheet.toReadout(), {classes, 1, 1}, "to_readout");
    snn::ReadoutOp::create(builder, loc, counted, "readout", ArrayRef<int32_t>{0},
                           ArrayRef<int32_t>{0}, DenseF64ArrayAttr());
    return module;
  }

private:
  RankedTensorType type(ArrayRef<int64_t> shape, unsigned bits) {
    return RankedTensorType::get(shape, builder.getIntegerType(bits));
  }

  Value sparse(Value source, const Rows &rows, ArrayRef<int64_t> target, const std::string &name) {
    MLIRContext *context = builder.getContext();
    auto numbers = [&](const std::vector<uint32_t> &values, const char *what) {
      return makeWeights<uint32_t>({int64_t(values.size())}, values, name + what, context);
    };
    auto weights = makeWeights<int8_t>({int64_t(rows.weights.size())}, rows.weights, name, context);
    return snn::SparseOp::create(builder, loc, type(target, 32), source,
                                 numbers(rows.offsets, "_offsets"),
                                 numbers(rows.targets, "_targets"), weights, weightBits);
  }

  Value neuron(StringRef name, StringRef model, ValueRange currents, ArrayRef<int64_t> shape,
               int32_t threshold, ArrayRef<int32_t> v0, int32_t current, int32_t leak) {
    OperationState state(loc, snn::NeuronOp::getOperationName());
    state.addOperands(currents);
    state.addTypes(type(shape, 1));
    state.addAttribute("name", builder.getStringAttr(name));
    state.addAttribute("model", builder.getStringAttr(model));
    state.addAttribute("theta", builder.getDenseI32ArrayAttr(threshold));
    state.addAttribute("v0", builder.getDenseI32ArrayAttr(v0));
    state.addAttribute("bias", builder.getDenseI32ArrayAttr(current));
    if (leak)
      state.addAttribute("leak_shift", builder.getI32IntegerAttr(leak));
    return builder.create(state)->getResult(0);
  }
};

} // namespace

Result<OwningOpRef<ModuleOp>> makeSheet(const SheetOptions &options, MLIRContext *context) {
  if (options.neurons < 1 || options.neurons > maxExtent)
    return Error{fmt::format("a sheet of {} neurons", options.neurons),
                 fmt::format("take 1 to {} neurons", maxExtent), ExitCode::Usage};
  if (options.fanOut < 1 || options.fanOut > options.neurons / 20 ||
      options.fanOut * options.neurons > maxVolume)
    return Error{
        fmt::format("a fan-out of {} in a sheet of {} neurons", options.fanOut, options.neurons),
        fmt::format("take 1 to {}: a twentieth of the neurons, and at most {} synapses",
                    std::min(options.neurons / 20, maxVolume / options.neurons), maxVolume),
        ExitCode::Usage};
  context->loadDialect<snn::SnnDialect>();
  return SheetBuilder(context).build(options);
}

} // namespace nacre
