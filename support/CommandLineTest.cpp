// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/CommandLine.h"
#include "support/Version.h"
#include <climits>
#include <gtest/gtest.h>

using namespace nacre;

namespace {

struct Outcome {
  std::optional<int> exitCode;
  std::string out, err;
  OutputFormat format = OutputFormat::Text;
  int64_t steps = 4, threads = 1;
  std::string image;
};

Outcome parse(std::vector<std::string> arguments) {
  Outcome outcome;
  CLI::App app{"Do a thing", "nacre-thing"};
  addFormatOption(app, outcome.format);
  addStepsOption(app, outcome.steps);
  addThreadsOption(app, outcome.threads);
  app.add_option("IMAGE", outcome.image, "An image")->required();
  arguments.insert(arguments.begin(), "nacre-thing");
  std::vector<char *> argv;
  for (std::string &argument : arguments)
    argv.push_back(argument.data());
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  outcome.exitCode = parseCommandLine(app, int(argv.size()), argv.data());
  outcome.out = ::testing::internal::GetCapturedStdout();
  outcome.err = ::testing::internal::GetCapturedStderr();
  return outcome;
}

TEST(CommandLine, RefusesAnEmptyValue) {
  Outcome outcome = parse({""});
  EXPECT_EQ(outcome.exitCode, 2);
  EXPECT_NE(outcome.err.find("IMAGE needs a value"), std::string::npos) << outcome.err;
}

TEST(CommandLine, ParsesCommonOptions) {
  Outcome outcome = parse({"net.nacre", "--format", "json", "--time-steps=8", "--threads", "3"});
  EXPECT_FALSE(outcome.exitCode) << outcome.err;
  EXPECT_EQ(outcome.format, OutputFormat::Json);
  EXPECT_EQ(outcome.steps, 8);
  EXPECT_EQ(outcome.threads, 3);
  EXPECT_EQ(outcome.image, "net.nacre");
  EXPECT_GE(parse({"net.nacre", "--threads", "0"}).threads, 1);
}

TEST(CommandLine, AnUnknownOptionNamesTheNearest) {
  Outcome outcome = parse({"net.nacre", "--tims-steps=8"});
  EXPECT_EQ(outcome.exitCode, 2);
  EXPECT_EQ(outcome.err, "error: unknown option '--tims-steps=8'\n"
                         "note: did you mean '--time-steps'? 'nacre-thing --help' lists the "
                         "options\n");
  EXPECT_EQ(parse({"--formet", "json"}).err.find("error: unknown option '--formet'"), 0u)
      << "even if the required argument is missing too";
  EXPECT_EQ(parse({"net.nacre", "--zebra"}).err.find("did you mean"), std::string::npos);
  EXPECT_EQ(parse({"net.nacre", "other.nacre"}).exitCode, 2);
}

TEST(CommandLine, RefusesWrongAndMissingValues) {
  EXPECT_EQ(parse({"net.nacre", "--format", "xml"}).exitCode, 2);
  EXPECT_EQ(parse({"net.nacre", "--time-steps", "0"}).exitCode, 2);
  EXPECT_EQ(parse({"net.nacre", "--time-steps", "4x"}).exitCode, 2);
  EXPECT_EQ(parse({"net.nacre", "--threads", "-1"}).exitCode, 2);
  EXPECT_EQ(parse({}).exitCode, 2);
}

TEST(CommandLine, WholeNumbersAreDecimalAndInRange) {
  auto refusal = [](std::string text, int64_t low, int64_t high) {
    return wholeNumber(low, high)(text);
  };
  for (const char *text : {"0", "1", "4096"})
    EXPECT_EQ(refusal(text, 0, 4096), "") << text;
  for (const char *text : {"", "-1", "4097", "4294967296", "18446744073709551616", "1.5", "1e3",
                           "0x10", "010", "+1", " 1", "1 ", "4x", "inf"})
    EXPECT_EQ(refusal(text, 0, 4096), "must be a whole number from 0 to 4096") << text;
  EXPECT_EQ(refusal("-3", -3, 3), "");
  EXPECT_NE(refusal("-4", -3, 3), "");
  EXPECT_EQ(refusal("9223372036854775807", 0, INT64_MAX), "");
  EXPECT_NE(refusal("9223372036854775808", 0, INT64_MAX), "");
}

TEST(CommandLine, AWholeNumberOutOfRangeNamesItsOption) {
  Outcome outcome = parse({"net.nacre", "--threads", "4294967297"});
  EXPECT_EQ(outcome.exitCode, 2);
  EXPECT_EQ(outcome.err, "error: --threads: must be a whole number from 0 to 4096\n"
                         "note: 'nacre-thing --help' lists the options\n");
}

TEST(CommandLine, AnswersQuestions) {
  Outcome version = parse({"--version"});
  EXPECT_EQ(version.exitCode, 0);
  EXPECT_EQ(version.out, std::string("nacre-thing ") + nacreVersion + "\n");
  Outcome summary = parse({"--summary"});
  EXPECT_EQ(summary.exitCode, 0);
  EXPECT_EQ(summary.out, "Do a thing\n");
  Outcome help = parse({"--help"});
  EXPECT_EQ(help.exitCode, 0);
  EXPECT_NE(help.out.find("--time-steps"), std::string::npos);
  EXPECT_EQ(help.out.find("--summary"), std::string::npos);
}

TEST(CommandLine, ExitCodes) {
  ::testing::internal::CaptureStderr();
  EXPECT_EQ(exitCodeOf(success()), 0);
  EXPECT_EQ(exitCodeOf(Error{"m"}), 1);
  EXPECT_EQ(exitCodeOf(Error{"m", "r", ExitCode::DoesNotFit}), 3);
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "error: m\nerror: m\nnote: r\n");
}

} // namespace
