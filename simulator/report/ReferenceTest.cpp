// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/report/Reference.h"
#include <gtest/gtest.h>

using namespace nacre;

namespace {

const std::string good = R"({"network": "lenet", "dataset": "mnist test", "samples": 10,
  "time_steps": 2, "qann": {"correct": 9, "macs_per_sample": 100, "parameters": 50},
  "snn": {"correct_after_step": [7, 9], "spikes": 123, "synaptic_operations": 456,
          "promise": "exact"}})";

std::string refusal(std::string from, std::string to) {
  std::string text = good;
  text.replace(text.find(from), from.size(), to);
  Result<Reference> reference = parseReference(text, "eval.json");
  return reference ? "" : reference.error().message;
}

TEST(Reference, ReadsWhatEvaluateWrites) {
  Result<Reference> reference = parseReference(good, "eval.json");
  ASSERT_TRUE(reference) << reference.error().message;
  EXPECT_EQ(reference->network, "lenet");
  EXPECT_EQ(reference->dataset, "mnist test");
  EXPECT_EQ(reference->samples, 10);
  ASSERT_TRUE(reference->qann);
  EXPECT_EQ(reference->qann->correct, 9);
  EXPECT_EQ(reference->qann->macsPerSample, 100);
  EXPECT_EQ(reference->snn.correctAfterStep, (std::vector<int64_t>{7, 9}));
  EXPECT_EQ(reference->snn.spikes, 123);
  EXPECT_EQ(reference->snn.synapticOps, 456);
  EXPECT_EQ(reference->snn.promise, "exact");
}

TEST(Reference, ASpikingModuleHasNoQuantizedPart) {
  std::string text = good;
  size_t from = text.find("\"qann\""), end = text.find("\"snn\"");
  Result<Reference> reference = parseReference(text.erase(from, end - from), "eval.json");
  ASSERT_TRUE(reference) << reference.error().message;
  EXPECT_FALSE(reference->qann);
  EXPECT_EQ(refusal("{\"correct\": 9, \"macs_per_sample\": 100, \"parameters\": 50}", "null"),
            "eval.json: 'qann' is no object");
}

TEST(Reference, RefusesOtherJson) {
  EXPECT_EQ(refusal("\"samples\": 10,", ""), "eval.json: 'samples' is absent");
  EXPECT_EQ(refusal("\"spikes\": 123,", ""), "eval.json: 'snn.spikes' is absent");
  EXPECT_EQ(refusal("\"samples\": 10", "\"samples\": -10"), "eval.json: 'samples' is no count");
  EXPECT_EQ(refusal("\"samples\": 10", "\"samples\": 1e1"), "eval.json: 'samples' is no count");
  EXPECT_EQ(refusal("[7, 9]", "[7, true]"), "eval.json: 'snn.correct_after_step[1]' is no count");
  EXPECT_EQ(refusal("[7, 9]", "7"), "eval.json: 'snn.correct_after_step' is no list");
  EXPECT_EQ(refusal("\"exact\"", "3"), "eval.json: 'snn.promise' is no text");
  EXPECT_EQ(refusal("\"spikes\": 123,", "\"spikes\": 123, \"spices\": 1,"),
            "eval.json: 'snn.spices' is unknown");
  EXPECT_EQ(refusal("\"network\"", "\"more\": {}, \"network\""), "eval.json: 'more' is unknown");
  EXPECT_EQ(refusal("{\"network\"", "{{"), "eval.json: no JSON object");
}

TEST(Reference, RefusesImpossibleCounts) {
  EXPECT_NE(refusal("[7, 9]", "[7]").find("has 1 entries"), std::string::npos);
  EXPECT_NE(refusal("[7, 9]", "[7, 11]").find("11 of 10 samples"), std::string::npos);
  EXPECT_NE(refusal("\"correct\": 9", "\"correct\": 11").find("11 of 10"), std::string::npos);
}

TEST(Reference, MustBeOfTheSameRun) {
  Reference reference = *parseReference(good, "eval.json");
  EXPECT_TRUE(checkReference(reference, "lenet", "mnist test", 10, 2));
  EXPECT_FALSE(checkReference(reference, "lenet5", "mnist test", 10, 2));
  EXPECT_FALSE(checkReference(reference, "lenet", "mnist train", 10, 2));
  EXPECT_FALSE(checkReference(reference, "lenet", "mnist test", 11, 2));
  Status steps = checkReference(reference, "lenet", "mnist test", 10, 3);
  ASSERT_FALSE(steps);
  EXPECT_EQ(steps.error().message,
            "the reference was made with a number of time steps of 2, this run has 3");
}

} // namespace
