// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Small networks: what they become, by hand, and what is refused.
#include "compiler/import/tosa/Importer.h"
#include "compiler/import/PostTraining.h"
#include "compiler/io/ModuleFile.h"
#include "compiler/reference/QannInterpreter.h"
#include "dialects/qann/Qann.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "support/Files.h"
#include <gmock/gmock.h>

using testing::HasSubstr;

namespace nacre {

namespace {

const std::string constants = R"(
  %z = "tosa.const"() {values = dense<-128> : tensor<1xi8>} : () -> tensor<1xi8>
  %o = "tosa.const"() {values = dense<0> : tensor<1xi8>} : () -> tensor<1xi8>
  %b = "tosa.const"() {values = dense<0> : tensor<1xi32>} : () -> tensor<1xi32>
  %m = "tosa.const"() {values = dense<1073741824> : tensor<1xi32>} : () -> tensor<1xi32>
  %s = "tosa.const"() {values = dense<32> : tensor<1xi8>} : () -> tensor<1xi8>
  %flat = tosa.const_shape {values = dense<[1, 1, 4]> : tensor<3xindex>} : () -> !tosa.shape<3>
)";

/// A 2x2 image of one channel, quartered and rounded, and two scores of it.
std::string network(const std::string &layer, const std::string &after = "",
                    const std::string &pooled = "%act") {
  return "func.func @net(%image: tensor<?x2x2x1xi8>) -> tensor<1x1x2xi32> {" + constants + layer +
         R"(
  %act = tosa.rescale %sum, %m, %s, %b, %z {input_unsigned = false, output_unsigned = false, per_channel = false, rounding_mode = SINGLE_ROUND, scale32 = true} : (tensor<1x2x2x1xi32>, tensor<1xi32>, tensor<1xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<1x2x2x1xi8>
)" + after +
         R"(
  %v = tosa.reshape )" +
         pooled + R"(, %flat : (tensor<1x2x2x1xi8>, !tosa.shape<3>) -> tensor<1x1x4xi8>
  %w2 = "tosa.const"() {values = dense<[[[1, 2], [3, 4], [5, 6], [7, 8]]]> : tensor<1x4x2xi8>} : () -> tensor<1x4x2xi8>
  %y = tosa.matmul %v, %w2, %z, %o : (tensor<1x1x4xi8>, tensor<1x4x2xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
})";
}

const std::string conv = R"(
  %w = "tosa.const"() {values = dense<3> : tensor<1x1x1x1xi8>} : () -> tensor<1x1x1x1xi8>
  %sum = tosa.conv2d %image, %w, %b, %z, %o {acc_type = i32, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>, dilation = array<i64: 1, 1>} : (tensor<?x2x2x1xi8>, tensor<1x1x1x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x2x2x1xi32>
)";

struct TosaImporter : testing::Test {
  mlir::MLIRContext context;
  Findings findings;
  Imported imported;

  void import(const std::string &text, const ImportOptions &options = {}) {
    findings = {};
    const std::string path = testing::TempDir() + "net.mlir";
    ASSERT_TRUE(writeFile(path, text));
    imported = importTosaFile(path, options, findings, context);
  }

  std::vector<double> scores(const std::vector<uint8_t> &pixels) {
    auto network = QannInterpreter::create(*imported.module);
    return network ? network->scores(pixels.data()) : std::vector<double>();
  }

  void expectRefused(const std::string &text, const std::string &code, const std::string &reason) {
    SCOPED_TRACE(reason);
    import(text);
    ASSERT_FALSE(findings.empty());
    EXPECT_EQ(findings.begin()->code, code);
    EXPECT_THAT(findings.begin()->text(), HasSubstr(reason));
    EXPECT_FALSE(imported.module);
  }
};

std::string replaced(std::string text, const std::string &from, const std::string &to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, text.npos) << from;
  return text.replace(at, from.size(), to);
}

} // namespace

TEST_F(TosaImporter, RoundsAsTheFileDoes) {
  import(network(conv));
  ASSERT_TRUE(imported.module) << findings.text("");
  // 3p/4, halves up: 0, 1 (0.75), 2 (1.5), 191 (191.25).
  EXPECT_EQ(scores({0, 1, 2, 255}),
            (std::vector<double>{3 * 1 + 5 * 2 + 7 * 191, 4 * 1 + 6 * 2 + 8 * 191}));
}

TEST_F(TosaImporter, KeepsClampsAndPools) {
  // Of 3p/4 = 0, 1, 2, 191: between 1 and 10 they are 1, 1, 2, 10; the maximum of all is 10.
  const std::string clamp = R"(
  %c = tosa.clamp %act {min_val = -127 : i8, max_val = -118 : i8} : (tensor<1x2x2x1xi8>) -> tensor<1x2x2x1xi8>)";
  import(network(conv, clamp, "%c"));
  ASSERT_TRUE(imported.module) << findings.text("");
  EXPECT_EQ(scores({0, 1, 2, 255}),
            (std::vector<double>{1 + 3 + 5 * 2 + 7 * 10, 2 + 4 + 6 * 2 + 8 * 10}));
}

TEST_F(TosaImporter, ReordersTheRowsOfAFlattenedMap) {
  // Two channels, p and 2p, of two pixels; TOSA flattens to p0, 2 p0, p1, 2 p1.
  import("func.func @net(%image: tensor<1x1x2x1xi8>) -> tensor<1x1x2xi32> {" + constants + R"(
  %w = "tosa.const"() {values = dense<[[[[1]]], [[[2]]]]> : tensor<2x1x1x1xi8>} : () -> tensor<2x1x1x1xi8>
  %two = "tosa.const"() {values = dense<30> : tensor<1xi8>} : () -> tensor<1xi8>
  %sum = tosa.conv2d %image, %w, %b, %z, %o {acc_type = i32, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>, dilation = array<i64: 1, 1>} : (tensor<1x1x2x1xi8>, tensor<2x1x1x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x2x2xi32>
  %act = tosa.rescale %sum, %m, %two, %b, %z {input_unsigned = false, output_unsigned = false, per_channel = false, rounding_mode = SINGLE_ROUND, scale32 = true} : (tensor<1x1x2x2xi32>, tensor<1xi32>, tensor<1xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<1x1x2x2xi8>
  %v = tosa.reshape %act, %flat : (tensor<1x1x2x2xi8>, !tosa.shape<3>) -> tensor<1x1x4xi8>
  %w2 = "tosa.const"() {values = dense<[[[1, 0], [10, 0], [100, 1], [0, 2]]]> : tensor<1x4x2xi8>} : () -> tensor<1x4x2xi8>
  %y = tosa.matmul %v, %w2, %z, %o : (tensor<1x1x4xi8>, tensor<1x4x2xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
})");
  ASSERT_TRUE(imported.module) << findings.text("");
  EXPECT_EQ(scores({3, 7}), (std::vector<double>{3 + 10 * 6 + 100 * 7, 7 + 2 * 14}));
}

/// Floats: refused as they are, quantized with images.
TEST_F(TosaImporter, CalibratesFloatNetworks) {
  const std::string text =
      R"(func.func @net(%image: tensor<?x2x2x1xf32>) -> tensor<1x1x2xf32> {
  %z = "tosa.const"() {values = dense<0.0> : tensor<1xf32>} : () -> tensor<1xf32>
  %w = "tosa.const"() {values = dense<0.5> : tensor<1x1x1x1xf32>} : () -> tensor<1x1x1x1xf32>
  %flat = tosa.const_shape {values = dense<[1, 1, 4]> : tensor<3xindex>} : () -> !tosa.shape<3>
  %sum = tosa.conv2d %image, %w, %z, %z, %z {acc_type = f32, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>, dilation = array<i64: 1, 1>} : (tensor<?x2x2x1xf32>, tensor<1x1x1x1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x2x2x1xf32>
  %act = tosa.clamp %sum {min_val = 0.0 : f32, max_val = 3.40282347E+38 : f32} : (tensor<1x2x2x1xf32>) -> tensor<1x2x2x1xf32>
  %v = tosa.reshape %act, %flat : (tensor<1x2x2x1xf32>, !tosa.shape<3>) -> tensor<1x1x4xf32>
  %w2 = "tosa.const"() {values = dense<[[[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]]> : tensor<1x4x2xf32>} : () -> tensor<1x4x2xf32>
  %y = tosa.matmul %v, %w2, %z, %z : (tensor<1x1x4xf32>, tensor<1x4x2xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x1x2xf32>
  return %y : tensor<1x1x2xf32>
})";
  import(text);
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings.begin()->code, "NCR1211");

  PostTraining options;
  options.range = "max";
  options.levels = 15;
  options.images.name = "four";
  options.images.channels = 1;
  options.images.height = options.images.width = 2;
  options.images.classes = 2;
  options.images.pixels = {0, 85, 170, 255};
  options.images.labels = {1};
  import(text, {.postTraining = &options});
  ASSERT_TRUE(imported.module) << findings.text("");
  // Half of p/255 up to 1/2, in 15 steps: 0, 5, 10, 15; each step is 1/30.
  const std::vector<double> result = scores({0, 85, 170, 255});
  ASSERT_EQ(result.size(), 2u);
  EXPECT_NEAR(result[0], 10 / 30.0, 1e-6);
  EXPECT_NEAR(result[1], 20 / 30.0, 1e-6);
}

TEST_F(TosaImporter, RefusesWithACode) {
  const std::string good = network(conv);
  expectRefused("func.func @f(", "NCR1601", "expected");
  expectRefused(replaced(good, "stride = array<i64: 1, 1>", "stride = array<i64: 0, 1>"), "NCR1601",
                "stride");
  expectRefused(network(conv, R"(
  %t = "tosa.abs"(%act) : (tensor<1x2x2x1xi8>) -> tensor<1x2x2x1xi8>)",
                        "%t"),
                "NCR1601", "abs"); // the specification has no abs of 8 bits
  expectRefused(network(conv, R"(
  %t = tosa.reverse %act {axis = 1 : i32} : (tensor<1x2x2x1xi8>) -> tensor<1x2x2x1xi8>)",
                        "%t"),
                "NCR1602", "tosa.reverse: the operation is not supported");
  expectRefused("func.func private @net(tensor<1xi8>) -> tensor<1xi8>", "NCR1603", "no body");
  expectRefused("module {}", "NCR1603", "no function");
  expectRefused(good + "\n" + replaced(good, "@net", "@other"), "NCR1603", "several functions");
  expectRefused(replaced(good, "%image: tensor<?x2x2x1xi8>",
                         "%image: tensor<?x2x2x1xi8>, %more: tensor<1xi8>"),
                "NCR1603", "2 arguments");
  expectRefused(network(conv, R"(
  %t = tosa.transpose %act {perms = array<i32: 0, 2, 1, 3>} : (tensor<1x2x2x1xi8>) -> tensor<1x2x2x1xi8>)",
                        "%t"),
                "NCR1604", "dimensions were transposed");
  expectRefused(network(R"(
  %w = tosa.conv2d %image, %ones, %b, %z, %o {acc_type = i32, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>, dilation = array<i64: 1, 1>} : (tensor<?x2x2x1xi8>, tensor<1x1x1x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x2x2x1xi32>
  %ones = "tosa.const"() {values = dense<1> : tensor<1x1x1x1xi8>} : () -> tensor<1x1x1x1xi8>
  %sum = tosa.add %w, %w : (tensor<1x2x2x1xi32>, tensor<1x2x2x1xi32>) -> tensor<1x2x2x1xi32>)"),
                "NCR1601", "dominate");
  // Weights that the image decides.
  expectRefused("func.func @net(%image: tensor<1x2x2x1xi8>) -> tensor<1x2x2x2xi32> {" + constants +
                    R"(
  %sum = tosa.conv2d %image, %image, %b, %z, %o {acc_type = i32, pad = array<i64: 1, 0, 1, 0>, stride = array<i64: 1, 1>, dilation = array<i64: 1, 1>} : (tensor<1x2x2x1xi8>, tensor<1x2x2x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x2x2x1xi32>
  return %sum : tensor<1x2x2x1xi32>
})",
                "NCR1601", "");
  // A padded map that no convolution takes.
  expectRefused(network(conv, R"(
  %size = tosa.const_shape {values = dense<[0, 0, 1, 0, 0, 0, 0, 0]> : tensor<8xindex>} : () -> !tosa.shape<8>
  %p = tosa.pad %act, %size, %o : (tensor<1x2x2x1xi8>, !tosa.shape<8>, tensor<1xi8>) -> tensor<1x3x2x1xi8>
  %t = tosa.max_pool2d %p {kernel = array<i64: 2, 1>, stride = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>} : (tensor<1x3x2x1xi8>) -> tensor<1x2x2x1xi8>)",
                        "%t"),
                "NCR1604", "padded by tosa.pad");
}

/// A splat of a few bytes must not become gigabytes.
TEST_F(TosaImporter, RefusesHugeConstants) {
  expectRefused("func.func @net(%image: tensor<1x1000000xi8>) -> tensor<1x1x1000000xi32> {" +
                    constants + R"(
  %long = tosa.const_shape {values = dense<[1, 1, 1000000]> : tensor<3xindex>} : () -> !tosa.shape<3>
  %w = "tosa.const"() {values = dense<1> : tensor<1x1000000x1000000xi8>} : () -> tensor<1x1000000x1000000xi8>
  %v = tosa.reshape %image, %long : (tensor<1x1000000xi8>, !tosa.shape<3>) -> tensor<1x1x1000000xi8>
  %y = tosa.matmul %v, %w, %z, %o : (tensor<1x1x1000000xi8>, tensor<1x1000000x1000000xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x1000000xi32>
  return %y : tensor<1x1x1000000xi32>
})",
                "NCR1602", "2^28");
}

TEST_F(TosaImporter, RefusesWeightsThatTheImageDecides) {
  expectRefused("func.func @net(%image: tensor<1x2x2x1xi8>) -> tensor<1x1x1x1xi32> {" + constants +
                    R"(
  %sum = tosa.conv2d %image, %image, %b, %z, %o {acc_type = i32, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>, dilation = array<i64: 1, 1>} : (tensor<1x2x2x1xi8>, tensor<1x2x2x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x1x1xi32>
  return %sum : tensor<1x1x1x1xi32>
})",
                "NCR1605", "not constant");
}

TEST_F(TosaImporter, KnowsItsFiles) {
  const std::string folder = testing::TempDir();
  ASSERT_TRUE(writeFile(folder + "text.mlir", network(conv)));
  EXPECT_TRUE(holdsTosa(folder + "text.mlir"));
  context.loadDialect<mlir::tosa::TosaDialect, qann::QannDialect, mlir::func::FuncDialect>();
  auto module = readModule(folder + "text.mlir", &context);
  ASSERT_TRUE(module);
  ASSERT_TRUE(writeModule(**module, folder + "bytes.mlirbc"));
  EXPECT_TRUE(holdsTosa(folder + "bytes.mlirbc"));
  // What was imported is no longer TOSA, though locations may speak of it.
  import(network(conv));
  ASSERT_TRUE(imported.module);
  for (const char *name : {"qann.mlir", "qann.mlirbc"}) {
    ASSERT_TRUE(writeModule(*imported.module, folder + name));
    EXPECT_FALSE(holdsTosa(folder + name)) << name;
  }
  EXPECT_FALSE(holdsTosa(folder + "absent.mlir"));
}

} // namespace nacre
