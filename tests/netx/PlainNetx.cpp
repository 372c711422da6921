// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Sources, in lava-nc/lava-dl, src/lava/lib/dl: netx/hdf5.py (create_input, create_dense,
// create_conv, _create), slayer/axon/delay.py; in lava-nc/lava, src/lava/proc: lif/models.py
// (AbstractPyLifModelFixed, PyLifModelBitAcc), conv/utils.py (conv_scipy), dense/models.py.
#include "tests/netx/PlainNetx.h"
#include <algorithm>
#include <cstdlib>

namespace nacre {

namespace {

using Numbers = std::vector<int64_t>;

/// [x][y][z], as Lava has it.
struct Volume {
  int64_t nx = 1, ny = 1, nz = 1;
  Numbers values;

  Volume() = default;
  Volume(int64_t nx, int64_t ny, int64_t nz)
      : nx(nx), ny(ny), nz(nz), values(size_t(nx * ny * nz)) {}
  int64_t &at(int64_t x, int64_t y, int64_t z) { return values[size_t((x * ny + y) * nz + z)]; }
  int64_t at(int64_t x, int64_t y, int64_t z) const {
    return values[size_t((x * ny + y) * nz + z)];
  }
};

Numbers integers(const netx::Array &array) {
  Numbers result;
  for (double value : array.values)
    result.push_back(int64_t(value));
  return result;
}

int64_t field(const netx::Layer &layer, const std::string &name, int64_t otherwise = 0) {
  auto found = layer.numbers.find(name);
  return found == layer.numbers.end() ? otherwise : int64_t(found->second.values.front());
}

/// A number for both axes, or [y, x], which netx reverses.
std::pair<int64_t, int64_t> xAndY(const netx::Layer &layer, const std::string &name) {
  Numbers values = integers(layer.numbers.at(name));
  return {values.back(), values.front()};
}

/// sign(a) * (|a| >> 12)
int64_t decayed(int64_t state, int64_t decay) {
  const int64_t product = state * (4096 - decay), part = std::llabs(product) >> 12;
  return product < 0 ? -part : part;
}

/// Of one layer, from the volume that comes in.
Volume convolve(const netx::Layer &layer, const Volume &in, const Volume &shape) {
  const netx::Array &stored = layer.numbers.at("weight");
  const int64_t perGroup = stored.shape[1], ky = stored.shape[2], kx = stored.shape[3];
  // layer_config['weight'][:, :, ::-1, ::-1].transpose((0, 3, 2, 1)): [out][x][y][in].
  auto weight = [&](int64_t out, int64_t x, int64_t y, int64_t c) {
    const int64_t flippedY = ky - 1 - y, flippedX = kx - 1 - x;
    return int64_t(stored.values[size_t(((out * perGroup + c) * ky + flippedY) * kx + flippedX)]);
  };
  auto [strideX, strideY] = xAndY(layer, "stride");
  auto [padX, padY] = xAndY(layer, "padding");
  auto [dilationX, dilationY] = xAndY(layer, "dilation");
  const int64_t groups = field(layer, "groups"), outPerGroup = shape.nz / groups;
  const int64_t extentX = dilationX * (kx - 1) + 1, extentY = dilationY * (ky - 1) + 1;
  Volume out(shape.nx, shape.ny, shape.nz);
  for (int64_t k = 0; k < shape.nz; ++k)
    for (int64_t c = 0; c < perGroup; ++c) {
      const int64_t source = k / outPerGroup * perGroup + c;
      for (int64_t x = 0; x < shape.nx; ++x)
        for (int64_t y = 0; y < shape.ny; ++y)
          // scipy.signal.convolve2d, valid: the kernel comes in reverse.
          for (int64_t m = 0; m < extentX; ++m)
            for (int64_t n = 0; n < extentY; ++n) {
              const int64_t wx = extentX - 1 - m, wy = extentY - 1 - n;
              const int64_t px = x * strideX + m - padX, py = y * strideY + n - padY;
              if (wx % dilationX || wy % dilationY || px < 0 || px >= in.nx || py < 0 ||
                  py >= in.ny)
                continue;
              out.at(x, y, k) +=
                  weight(k, wx / dilationX, wy / dilationY, c) * in.at(px, py, source);
            }
    }
  return out;
}

Numbers multiply(const Numbers &weights, const Numbers &in, size_t outputs) {
  Numbers out(outputs);
  for (size_t o = 0; o < outputs; ++o)
    for (size_t i = 0; i < in.size(); ++i)
      out[o] += weights[o * in.size() + i] * in[i];
  return out;
}

/// transpose([2, 1, 0]).flatten()
Numbers flattened(const Volume &volume) {
  Numbers result;
  for (int64_t z = 0; z < volume.nz; ++z)
    for (int64_t y = 0; y < volume.ny; ++y)
      for (int64_t x = 0; x < volume.nx; ++x)
        result.push_back(volume.at(x, y, z));
  return result;
}

struct Neurons {
  const netx::Layer *layer = nullptr;
  std::string type;
  Volume u, v, fired;
  Volume arrived, loop;        ///< a_buff: summed in the last step
  std::vector<Volume> history; ///< fired, by step
  std::vector<int64_t> delays; ///< of each z
  std::vector<int64_t> bias;   ///< of each z

  Volume blank() const { return Volume(v.nx, v.ny, v.nz); }

  void step(const Volume &activation, int64_t inputBias, const Volume *driven, int64_t &largest) {
    const int64_t threshold = field(*layer, "neuron/vThMant") << 6;
    const int64_t currentDecay = field(*layer, "neuron/iDecay"),
                  decay = field(*layer, "neuron/vDecay");
    for (size_t i = 0; i < v.values.size(); ++i) {
      u.values[i] = decayed(u.values[i], currentDecay) + activation.values[i] * 64;
      int64_t mantissa = bias[i % size_t(v.nz)];
      if (driven) // 2 * weight * x - weight + bias
        mantissa = 2 * field(*layer, "weight", 64) * driven->values[i] -
                   field(*layer, "weight", 64) + inputBias;
      v.values[i] = decayed(v.values[i], decay) + u.values[i] + mantissa * 64;
      largest = std::max<int64_t>({largest, std::llabs(u.values[i]), std::llabs(v.values[i])});
      fired.values[i] = v.values[i] > threshold;
      if (fired.values[i])
        v.values[i] = 0;
    }
    history.push_back(fired);
  }

  /// What leaves the layer in this step.
  Volume output() const {
    Volume result = blank();
    const int64_t now = int64_t(history.size()) - 1;
    for (int64_t x = 0; x < v.nx; ++x)
      for (int64_t y = 0; y < v.ny; ++y)
        for (int64_t z = 0; z < v.nz; ++z)
          if (int64_t then = now - delays[size_t(z)]; then >= 0)
            result.at(x, y, z) = history[size_t(then)].at(x, y, z);
    return result;
  }
};

Neurons makeNeurons(const netx::Layer &layer, const std::string &type) {
  Numbers shape = integers(layer.numbers.at("shape"));
  shape.resize(3, 1);
  Neurons neurons;
  neurons.layer = &layer;
  neurons.type = type;
  if (type == "dense" || type == "dense_rec")
    neurons.v = Volume(1, 1, shape[0] * shape[1] * shape[2]);
  else
    neurons.v = Volume(shape[2], shape[1], shape[0]);
  neurons.u = neurons.fired = neurons.arrived = neurons.loop = neurons.blank();
  auto perChannel = [&](const char *name) {
    Numbers values(1, 0);
    if (auto found = layer.numbers.find(name); found != layer.numbers.end())
      values = integers(found->second);
    if (values.size() == 1)
      values.resize(size_t(neurons.v.nz), values.front());
    return values;
  };
  neurons.delays = perChannel("delay");
  neurons.bias = perChannel("bias");
  return neurons;
}

} // namespace

PlainRun runPlainly(const netx::File &file, const std::vector<int64_t> &input,
                    const SpikeTrain &train, int64_t steps, int64_t &largest) {
  std::vector<Neurons> layers;
  for (const netx::Layer &layer : file.layers) {
    const std::string type = layer.texts.at("type");
    if (type != "flatten" && layer.texts.count("neuron/type"))
      layers.push_back(makeNeurons(layer, type));
  }
  PlainRun run;
  run.spikes.resize(layers.size());
  run.counts.resize(layers.back().v.values.size());
  for (int64_t t = 0; t < steps; ++t) {
    Volume coming(input[2], input[1], input[0]);
    if (size_t(t) < train.steps.size())
      for (int64_t neuron : train.steps[size_t(t)])
        coming.at(neuron % input[2], neuron / input[2] % input[1], neuron / input[2] / input[1]) =
            1;
    for (size_t l = 0; l < layers.size(); ++l) {
      Neurons &layer = layers[l];
      if (layer.type == "input") {
        layer.step(layer.blank(), field(*layer.layer, "bias"), &coming, largest);
      } else {
        Volume activation = layer.arrived;
        for (size_t i = 0; i < activation.values.size(); ++i)
          activation.values[i] += layer.loop.values[i];
        layer.step(activation, 0, nullptr, largest);
        const netx::Layer &stored = *layer.layer;
        if (layer.type == "conv")
          layer.arrived = convolve(stored, coming, layer.v);
        else
          layer.arrived.values = multiply(integers(stored.numbers.at("weight")), flattened(coming),
                                          layer.v.values.size());
        if (layer.type == "dense_rec")
          layer.loop.values = multiply(integers(stored.numbers.at("weight_rec")),
                                       layer.fired.values, layer.v.values.size());
      }
      std::vector<uint32_t> &fired = run.spikes[l].emplace_back();
      const Numbers flat = flattened(layer.fired);
      for (size_t i = 0; i < flat.size(); ++i)
        if (flat[i])
          fired.push_back(uint32_t(i));
      coming = layer.output();
    }
    const Numbers left = flattened(coming);
    for (size_t i = 0; i < left.size(); ++i)
      run.counts[i] += int32_t(left[i]);
  }
  return run;
}

} // namespace nacre
