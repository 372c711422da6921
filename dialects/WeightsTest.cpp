// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "dialects/Weights.h"
#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/IR/MLIRContext.h"
#include <gtest/gtest.h>

using namespace nacre;

namespace {

struct WeightsTest : testing::Test {
  mlir::MLIRContext context;
  std::string diagnostics;
  mlir::ScopedDiagnosticHandler handler{&context, [this](mlir::Diagnostic &diagnostic) {
                                          diagnostics += diagnostic.str();
                                          return mlir::success();
                                        }};

  mlir::ElementsAttr parse(const char *text) {
    return mlir::cast<mlir::ElementsAttr>(mlir::parseAttribute(text, &context));
  }
  template <class T> mlir::FailureOr<Weights<T>> read(mlir::ElementsAttr attribute) {
    return readWeights<T>(attribute,
                          [&] { return mlir::emitError(mlir::UnknownLoc::get(&context)); });
  }
};

TEST_F(WeightsTest, ReadsDenseInRowMajorOrder) {
  auto weights = read<int8_t>(parse("dense<[[1, -2], [127, -128]]> : tensor<2x2xi8>"));
  ASSERT_TRUE(mlir::succeeded(weights));
  EXPECT_EQ(weights->vec(), (std::vector<int8_t>{1, -2, 127, -128}));
}

TEST_F(WeightsTest, ExpandsSplats) {
  auto weights = read<float>(parse("dense<0.5> : tensor<3x1xf32>"));
  ASSERT_TRUE(mlir::succeeded(weights));
  EXPECT_EQ(weights->vec(), (std::vector<float>{0.5f, 0.5f, 0.5f}));
}

TEST_F(WeightsTest, ReadsWhatItMadeWithoutACopy) {
  std::vector<float> values = {1.5f, -2.0f, 0.25f};
  mlir::ElementsAttr made = makeWeights<float>({3, 1}, values, "layer", &context);
  auto first = read<float>(made), second = read<float>(made);
  ASSERT_TRUE(mlir::succeeded(first) && mlir::succeeded(second));
  EXPECT_EQ(first->vec(), values);
  EXPECT_EQ(first->begin(), second->begin());
}

TEST_F(WeightsTest, NamesStayUnique) {
  mlir::ElementsAttr a = makeWeights<int8_t>({1}, {1}, "w", &context);
  mlir::ElementsAttr b = makeWeights<int8_t>({1}, {2}, "w", &context);
  EXPECT_NE(a, b);
  EXPECT_EQ((*read<int8_t>(a))[0], 1);
  EXPECT_EQ((*read<int8_t>(b))[0], 2);
}

TEST_F(WeightsTest, RefusesAMissingResource) {
  EXPECT_TRUE(mlir::failed(read<int8_t>(parse("dense_resource<absent> : tensor<4xi8>"))));
  EXPECT_EQ(diagnostics, "resource 'absent' is missing from the file");
}

TEST_F(WeightsTest, RefusesAResourceOfTheWrongSize) {
  auto three = mlir::cast<mlir::DenseResourceElementsAttr>(
      makeWeights<int8_t>({3}, {1, 2, 3}, "short", &context));
  auto four = mlir::DenseResourceElementsAttr::get(
      mlir::RankedTensorType::get({4}, mlir::IntegerType::get(&context, 8)), three.getRawHandle());
  EXPECT_TRUE(mlir::failed(read<int8_t>(four)));
  EXPECT_NE(diagnostics.find("must hold 4 bytes"), std::string::npos) << diagnostics;
}

TEST_F(WeightsTest, RefusesOtherElementTypes) {
  EXPECT_TRUE(mlir::failed(read<int8_t>(parse("dense<1> : tensor<1xi16>"))));
  EXPECT_EQ(diagnostics, "must have elements of type 'i8' but has 'i16'");
}

} // namespace
