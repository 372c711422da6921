// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/tosa/RandomTosa.h"
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <random>
#include <vector>

namespace nacre {

namespace {

using Shape = std::vector<int64_t>;

class Writer {
  std::mt19937_64 random;
  std::string body, value = "%image", type;
  Shape shape; ///< of `value`: 1, rows, columns, channels; or 1, 1, features
  int64_t zero = -128;
  int names = 0;

public:
  explicit Writer(uint64_t seed) : random(seed) {}

  std::string write() {
    const bool channelsFirst = chance();
    shape = {1, pick(5, 9), pick(5, 9), pick(1, 3)};
    const Shape given = channelsFirst ? Shape{1, shape[3], shape[1], shape[2]} : shape;
    const std::string argument = typeOf(given, "i8");
    if (channelsFirst)
      transpose(given, {0, 2, 3, 1});
    for (int64_t blocks = pick(1, 3); blocks > 0; --blocks)
      block();
    if (chance())
      flattenAsChannelsFirst();
    flatten();
    if (chance()) {
      product(pick(3, 6));
      quantize();
    }
    product(4);
    const std::string result = type;
    return fmt::format("func.func @random(%image: {}) -> {} {{\n{}  return {} : {}\n}}\n", argument,
                       result, body, value, result);
  }

private:
  int64_t pick(int64_t low, int64_t high) {
    return low + int64_t(random() % uint64_t(high - low + 1));
  }
  bool chance() { return pick(0, 1); }

  static std::string typeOf(const Shape &shape, const std::string &element) {
    return fmt::format("tensor<{}x{}>", fmt::join(shape, "x"), element);
  }

  /// "%3 = op inputs {attributes} : (types) -> result"; the value and its type become the result's.
  void emit(const std::string &op, std::string inputs, const std::string &attributes,
            std::string types, std::string result) {
    value = fmt::format("%v{}", names++);
    type = result;
    body += fmt::format("  {} = tosa.{} {} {} : ({}) -> {}\n", value, op, inputs, attributes, types,
                        result);
  }

  std::string constant(const Shape &of, const std::string &element,
                       const std::vector<int64_t> &values) {
    std::string name = fmt::format("%v{}", names++), t = typeOf(of, element);
    std::string nested = fmt::format("{}", values[0]);
    if (values.size() > 1) { // dense<...> by its bytes would be unreadable; a reshape of a list
      const std::string flat = typeOf({int64_t(values.size())}, element);
      body += fmt::format("  {}f = \"tosa.const\"() {{values = dense<[{}]> : {}}} : () -> {}\n",
                          name, fmt::join(values, ", "), flat, flat);
      if (of.size() == 1)
        return name + "f";
      body +=
          fmt::format("  {}s = tosa.const_shape {{values = dense<[{}]> : tensor<{}xindex>}} : () "
                      "-> !tosa.shape<{}>\n",
                      name, fmt::join(of, ", "), of.size(), of.size());
      body += fmt::format("  {} = tosa.reshape {}f, {}s : ({}, !tosa.shape<{}>) -> {}\n", name,
                          name, name, flat, of.size(), t);
      return name;
    }
    body += fmt::format("  {} = \"tosa.const\"() {{values = dense<{}> : {}}} : () -> {}\n", name,
                        nested, t, t);
    return name;
  }
  std::string number(const std::string &element, int64_t x) { return constant({1}, element, {x}); }
  std::vector<int64_t> integers(int64_t count, int64_t low, int64_t high) {
    std::vector<int64_t> list;
    for (int64_t i = 0; i < count; ++i)
      list.push_back(pick(low, high));
    return list;
  }

  static std::string array(const Shape &values) {
    return fmt::format("array<i64: {}>", fmt::join(values, ", "));
  }

  void transpose(const Shape &from, const Shape &order) {
    Shape result;
    for (int64_t d : order)
      result.push_back(from[size_t(d)]);
    emit("transpose", value, fmt::format("{{perms = array<i32: {}>}}", fmt::join(order, ", ")),
         typeOf(from, "i8"), typeOf(result, "i8"));
  }

  void block() {
    if (shape[1] < 3 || shape[2] < 3)
      return;
    convolution(pick(1, 4), zero == -128);
    quantize();
    if (chance() && zero == -128)
      residual();
    if (chance())
      pool();
  }

  /// 3 x 3; half of them padded by one, where `mayPad`, in the operation or before it.
  void convolution(int64_t outputs, bool mayPad, bool same = false) {
    const bool depthwise = chance() && !same;
    if (depthwise)
      outputs = shape[3] * pick(1, 2);
    const int64_t pad = same || (mayPad && chance()) ? 1 : 0;
    const bool before = pad && chance();
    if (before)
      padded();
    const Shape kernel =
        depthwise ? Shape{3, 3, shape[3], outputs / shape[3]} : Shape{outputs, 3, 3, shape[3]};
    int64_t count = 1;
    for (int64_t d : kernel)
      count *= d;
    const std::string input = value, inputType = typeOf(shape, "i8");
    const std::string w = constant(kernel, "i8", integers(count, -7, 7)),
                      b = constant({outputs}, "i32", integers(outputs, -50, 50)),
                      z = number("i8", zero), wz = number("i8", 0);
    const int64_t in = before ? 0 : pad;
    shape = {1, shape[1] + 2 * in - 2, shape[2] + 2 * in - 2, outputs};
    emit(depthwise ? "depthwise_conv2d" : "conv2d",
         fmt::format("{}, {}, {}, {}, {}", input, w, b, z, wz),
         fmt::format("{{acc_type = i32, pad = {}, stride = {}, dilation = {}}}",
                     array({in, in, in, in}), array({1, 1}), array({1, 1})),
         fmt::format("{}, {}, {}, tensor<1xi8>, tensor<1xi8>", inputType, typeOf(kernel, "i8"),
                     typeOf({outputs}, "i32")),
         typeOf(shape, "i32"));
  }

  void padded() {
    const std::string z = number("i8", zero), sizes = fmt::format("%v{}", names++);
    body += fmt::format("  {} = tosa.const_shape {{values = dense<[0, 0, 1, 1, 1, 1, 0, 0]> : "
                        "tensor<8xindex>}} : () -> !tosa.shape<8>\n",
                        sizes);
    const std::string before = typeOf(shape, "i8");
    shape = {1, shape[1] + 2, shape[2] + 2, shape[3]};
    emit("pad", fmt::format("{}, {}, {}", value, sizes, z), "",
         fmt::format("{}, !tosa.shape<8>, tensor<1xi8>", before), typeOf(shape, "i8"));
  }

  /// Multiplier 33..63 times 2^9, for all or each channel, and zero point -128 or another.
  void quantize() {
    const bool each = chance();
    const int64_t count = each ? shape.back() : 1;
    std::vector<int64_t> multipliers = integers(count, 33, 63), shifts = integers(count, 17, 22);
    for (int64_t &m : multipliers)
      m <<= 9;
    rescale(multipliers, shifts, each, 0, chance() ? -128 : pick(-20, 20), "i32", "i8",
            chance() ? "SINGLE_ROUND" : "INEXACT_ROUND");
    if (chance()) {
      const int64_t low = std::max<int64_t>(zero, -128), high = pick(60, 127);
      emit("clamp", value, fmt::format("{{min_val = {} : i8, max_val = {} : i8}}", low, high), type,
           type);
      // From here on the lowest value is the zero point.
      zero = low;
      unsignedNow = true;
    }
  }
  bool unsignedNow = false;

  void rescale(const std::vector<int64_t> &multipliers, const std::vector<int64_t> &shifts,
               bool each, int64_t inputZero, int64_t outputZero, const std::string &from,
               const std::string &to, const std::string &rounding) {
    const std::string input = value, inputType = type;
    const int64_t count = int64_t(multipliers.size());
    const std::string m = constant({count}, "i16", multipliers),
                      s = constant({count}, "i8", shifts), iz = number(from, inputZero),
                      oz = number(to, outputZero);
    emit("rescale", fmt::format("{}, {}, {}, {}, {}", input, m, s, iz, oz),
         fmt::format("{{input_unsigned = false, output_unsigned = false, per_channel = {}, "
                     "rounding_mode = {}, scale32 = false}}",
                     each, rounding),
         fmt::format("{}, {}, {}, tensor<1x{}>, tensor<1x{}>", inputType, typeOf({count}, "i16"),
                     typeOf({count}, "i8"), from, to),
         typeOf(shape, to));
    zero = outputZero;
    unsignedNow = outputZero == -128;
  }

  /// Both sides in 32 bits by a power of two, which is exact.
  void residual() {
    const std::string shortcut = value, shortcutType = type;
    convolution(shape[3], true, /*same=*/true);
    quantize();
    rescale({1 << 14}, {pick(13, 14)}, false, zero, 0, "i8", "i32", "SINGLE_ROUND");
    const std::string one = value;
    value = shortcut;
    type = shortcutType;
    rescale({1 << 14}, {pick(12, 14)}, false, -128, 0, "i8", "i32", "SINGLE_ROUND");
    emit("add", fmt::format("{}, {}", one, value), "",
         fmt::format("{}, {}", typeOf(shape, "i32"), typeOf(shape, "i32")), typeOf(shape, "i32"));
    quantize();
  }

  void pool() {
    const bool maximum = chance();
    if (!maximum && !unsignedNow)
      return;
    const std::string before = typeOf(shape, "i8");
    const int64_t rows = shape[1] / 2, columns = shape[2] / 2;
    if (rows * 2 != shape[1] || columns * 2 != shape[2])
      return;
    shape = {1, rows, columns, shape[3]};
    const std::string window = fmt::format("kernel = {}, stride = {}, pad = {}", array({2, 2}),
                                           array({2, 2}), array({0, 0, 0, 0}));
    if (maximum)
      return emit("max_pool2d", value, fmt::format("{{{}}}", window), before, typeOf(shape, "i8"));
    const std::string input = value, z = number("i8", zero);
    emit("avg_pool2d", fmt::format("{}, {}, {}", input, z, z),
         fmt::format("{{acc_type = i32, {}}}", window),
         fmt::format("{}, tensor<1xi8>, tensor<1xi8>", before), typeOf(shape, "i8"));
  }

  void flattenAsChannelsFirst() {
    transpose(shape, {0, 3, 1, 2});
    shape = {1, shape[3], shape[1], shape[2]};
  }

  void flatten() {
    const std::string sizes = fmt::format("%v{}", names++), before = typeOf(shape, "i8");
    shape = {1, 1, shape[1] * shape[2] * shape[3]};
    body +=
        fmt::format("  {} = tosa.const_shape {{values = dense<[1, 1, {}]> : tensor<3xindex>}} : "
                    "() -> !tosa.shape<3>\n",
                    sizes, shape[2]);
    emit("reshape", fmt::format("{}, {}", value, sizes), "",
         fmt::format("{}, !tosa.shape<3>", before), typeOf(shape, "i8"));
  }

  void product(int64_t outputs) {
    const int64_t inputs = shape[2];
    const std::string input = value, before = typeOf(shape, "i8"),
                      w = constant({1, inputs, outputs}, "i8", integers(inputs * outputs, -7, 7)),
                      z = number("i8", zero), wz = number("i8", 0);
    shape = {1, 1, outputs};
    emit("matmul", fmt::format("{}, {}, {}, {}", input, w, z, wz), "",
         fmt::format("{}, {}, tensor<1xi8>, tensor<1xi8>", before,
                     typeOf({1, inputs, outputs}, "i8")),
         typeOf(shape, "i32"));
    const std::string sum = value, b = constant(shape, "i32", integers(outputs, -50, 50));
    const std::string t = typeOf(shape, "i32");
    emit("add", fmt::format("{}, {}", b, sum), "", fmt::format("{}, {}", t, t), t);
  }
};

} // namespace

std::string randomTosa(uint64_t seed) { return Writer(seed).write(); }

} // namespace nacre
