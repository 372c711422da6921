// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/testing/Networks.h"
#include "compiler/mapping/testing/Problems.h"
#include <fmt/format.h>
#include <random>

namespace nacre::testing {

namespace {

/// Adds layer after layer; each returns its population.
class Builder {
  double width;
  std::mt19937 random{1};

  size_t add(int64_t channels, int64_t rows, int64_t columns) {
    size_t index = problem.populations.size();
    problem.populations.push_back(
        population(fmt::format("layer{}", index), channels, rows, columns));
    return index;
  }
  void connect(MappingProblem::Edge edge) {
    for (int16_t &weight : edge.weights)
      weight = int8_t(random());
    problem.edges.push_back(std::move(edge));
  }
  const Box &shape(size_t p) const { return problem.populations[p].shape; }

public:
  MappingProblem problem;

  explicit Builder(double width = 1) : width(width) { problem.chip = roomyChip(); }

  int64_t channels(int64_t full) const {
    return std::max<int64_t>(1, int64_t(double(full) * width));
  }

  size_t input(int64_t full, int64_t side) { return add(channels(full), side, side); }

  size_t conv(size_t source, int64_t full, int64_t kernel, int64_t stride, int64_t pad) {
    Window window{kernel, stride, 1, pad, pad};
    size_t target = add(channels(full), window.outputs(shape(source).y.size()),
                        window.outputs(shape(source).x.size()));
    connect(convolution(problem, source, target, kernel, stride, pad));
    return target;
  }

  size_t maxPool(size_t source, int64_t kernel, int64_t stride, int64_t pad) {
    Window window{kernel, stride, 1, pad, pad};
    int64_t count = shape(source).c.size();
    size_t target =
        add(count, window.outputs(shape(source).y.size()), window.outputs(shape(source).x.size()));
    connect(convolution(problem, source, target, kernel, stride, pad, count));
    return target;
  }

  /// Adds the source to the target's current.
  void shortcut(size_t source, size_t target) {
    int64_t stride = shape(source).y.size() / shape(target).y.size();
    int64_t count = shape(source).c.size();
    bool same = count == shape(target).c.size() && stride == 1;
    connect(convolution(problem, source, target, 1, stride, 0, same ? count : 1));
  }

  size_t linear(size_t source, int64_t count) {
    size_t target = add(count, 1, 1);
    connect(dense(problem, source, target));
    return target;
  }

  MappingProblem finish() {
    problem.populations.back().theta.clear();
    return std::move(problem);
  }
};

MappingProblem vgg(double width, const std::vector<std::vector<int64_t>> &stages) {
  Builder net(width);
  size_t last = 0;
  bool first = true;
  for (const auto &stage : stages) {
    for (int64_t channels : stage)
      last =
          std::exchange(first, false) ? net.input(channels, 32) : net.conv(last, channels, 3, 1, 1);
    last = net.maxPool(last, 2, 2, 0);
  }
  net.linear(last, 10);
  return net.finish();
}

/// Two convolutions and a shortcut a block.
MappingProblem basicResnet(double width, const std::vector<int64_t> &stages, int64_t blocks) {
  Builder net(width);
  size_t last = net.input(stages.front(), 32);
  for (size_t stage = 0; stage < stages.size(); ++stage)
    for (int64_t block = 0; block < blocks; ++block) {
      size_t start = last;
      last = net.conv(last, stages[stage], 3, stage > 0 && block == 0 ? 2 : 1, 1);
      last = net.conv(last, stages[stage], 3, 1, 1);
      net.shortcut(start, last);
    }
  net.linear(last, 10);
  return net.finish();
}

} // namespace

MappingProblem lenet5() {
  Builder net;
  size_t last = net.input(6, 28);
  last = net.conv(net.maxPool(last, 2, 2, 0), 16, 5, 1, 0);
  last = net.linear(net.maxPool(last, 2, 2, 0), 120);
  last = net.linear(last, 84);
  net.linear(last, 10);
  return net.finish();
}

MappingProblem digitsNetwork() {
  Builder net;
  size_t last = net.conv(net.input(16, 8), 32, 3, 1, 1);
  net.linear(net.conv(last, 32, 6, 2, 2), 10);
  return net.finish();
}

MappingProblem vgg11(double width) {
  return vgg(width, {{64}, {128}, {256, 256}, {512, 512}, {512, 512}});
}

MappingProblem vgg16(double width) {
  return vgg(width, {{64, 64}, {128, 128}, {256, 256, 256}, {512, 512, 512}, {512, 512, 512}});
}

MappingProblem resnet18(double width) { return basicResnet(width, {64, 128, 256, 512}, 2); }

MappingProblem resnet20() { return basicResnet(1, {16, 32, 64}, 3); }

MappingProblem resnet50(int64_t side, double width) {
  Builder net(width);
  size_t last = net.maxPool(net.input(64, side / 2), 3, 2, 1);
  const int64_t blocks[] = {3, 4, 6, 3};
  for (int64_t stage = 0; stage < 4; ++stage)
    for (int64_t block = 0; block < blocks[stage]; ++block) {
      size_t start = last;
      last = net.conv(last, 64 << stage, 1, 1, 0);
      last = net.conv(last, 64 << stage, 3, stage > 0 && block == 0 ? 2 : 1, 1);
      last = net.conv(last, 256 << stage, 1, 1, 0);
      net.shortcut(start, last);
    }
  const int64_t map = net.problem.populations[last].shape.y.size();
  net.linear(net.maxPool(last, map, map, 0), 1000);
  return net.finish();
}

} // namespace nacre::testing
