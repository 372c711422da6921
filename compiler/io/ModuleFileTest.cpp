// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/io/ModuleFile.h"
#include "mlir/IR/Builders.h"
#include "support/Files.h"
#include <gmock/gmock.h>

using namespace mlir;
using testing::HasSubstr;

namespace nacre {

static std::string path(const std::string &name) { return testing::TempDir() + "/" + name; }

struct ModuleFileTest : testing::TestWithParam<const char *> {
  MLIRContext context;
  OwningOpRef<ModuleOp> module = ModuleOp::create(UnknownLoc::get(&context), StringRef("network"));
};

TEST_P(ModuleFileTest, ReadsBackWhatItWrote) {
  ASSERT_TRUE(writeModule(*module, path(GetParam())));
  auto read = readModule(path(GetParam()), &context);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ((*read)->getName(), "network");
}

INSTANTIATE_TEST_SUITE_P(Formats, ModuleFileTest, testing::Values("m.mlir", "m.mlirbc"));

TEST(ModuleFile, BytecodeIsNotText) {
  MLIRContext context;
  OwningOpRef<ModuleOp> module = ModuleOp::create(UnknownLoc::get(&context));
  ASSERT_TRUE(writeModule(*module, path("b.mlirbc")));
  EXPECT_EQ(readFile(path("b.mlirbc"))->substr(0, 4), "ML\xefR");
  ASSERT_TRUE(writeModule(*module, path("b.mlir")));
  EXPECT_THAT(*readFile(path("b.mlir")), HasSubstr("module"));
}

TEST(ModuleFile, RefusesOtherNames) {
  MLIRContext context;
  OwningOpRef<ModuleOp> module = ModuleOp::create(UnknownLoc::get(&context));
  Status status = writeModule(*module, path("m.txt"));
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().exitCode, ExitCode::Usage);
}

TEST(ModuleFile, NamesThePlaceOfAnError) {
  MLIRContext context;
  ASSERT_TRUE(writeFile(path("bad.mlir"), "module {\n  nonsense\n}\n"));
  auto read = readModule(path("bad.mlir"), &context);
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message, HasSubstr("bad.mlir:2:3: "));
}

TEST(ModuleFile, LeavesOutAPlaceThatIsNotKnown) {
  MLIRContext context;
  EXPECT_EQ(placeOf(FileLineColLoc::get(&context, "a.mlir", 3, 5)), "a.mlir:3:5: ");
  EXPECT_EQ(placeOf(FileLineColLoc::get(&context, "a.mlir", 0, 0)), "a.mlir: ");
  EXPECT_EQ(placeOf(UnknownLoc::get(&context)), "");
}

TEST(ModuleFile, NamesAMissingFile) {
  MLIRContext context;
  auto read = readModule(path("absent.mlir"), &context);
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message, HasSubstr("absent.mlir"));
}

} // namespace nacre
