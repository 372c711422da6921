// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Yaml.h"
#include <gtest/gtest.h>

using namespace nacre;

static YamlNode parse(const std::string &text) {
  auto node = YamlNode::parse(text, "f.yaml");
  EXPECT_TRUE(node) << node.error().text();
  return *node;
}

template <class T> static std::string refusal(const Result<T> &result) {
  return result ? "" : result.error().message;
}

TEST(Yaml, WalksMapsAndListsInFileOrder) {
  auto top = parse("b: {y: [1, 2.5]}\na: text\n").entries();
  ASSERT_TRUE(top);
  EXPECT_EQ((*top)[0].name, "b");
  EXPECT_EQ((*top)[1].name, "a");
  EXPECT_EQ(*(*top)[1].value.text(), "text");
  auto items = (*top)[0].value.map({"y"})->at("y").items();
  ASSERT_EQ(items->size(), 2u);
  EXPECT_EQ((*items)[1].path(), "b.y[1]");
  EXPECT_EQ((*items)[1].number()->times(2), 5);
}

TEST(Yaml, ErrorsHaveOneBasedPositionsAndPaths) {
  YamlNode top = parse("a:\n  b: x\n");
  YamlNode b = top.map({"a"})->at("a").map({"b"})->at("b");
  EXPECT_EQ(b.error("{} is odd").message, "f.yaml:2:6: 'a.b' is odd");
  EXPECT_EQ(b.error("odd", "fix it").remedy, "fix it");
  EXPECT_EQ(refusal(b.number()), "f.yaml:2:6: 'a.b' must be a decimal number, not 'x'");
  EXPECT_EQ(refusal(top.number()), "f.yaml:1:1: the file must be a number");
}

TEST(Yaml, RefusesUnknownAbsentAndRepeatedKeys) {
  YamlNode top = parse("alpha: 1\nbeta: 2\n");
  EXPECT_TRUE(top.map({"alpha"}, {"beta"}));
  auto unknown = top.map({"alpha", "bet"});
  EXPECT_EQ(refusal(unknown), "f.yaml:2:1: unknown key 'beta'");
  EXPECT_EQ(unknown.error().remedy, "did you mean 'bet'?");
  EXPECT_EQ(top.map({"alpha", "x"}).error().remedy, "valid: alpha, x");
  EXPECT_EQ(refusal(top.map({"alpha", "beta", "gamma"})),
            "f.yaml:1:1: the file lacks the key 'gamma'");
  EXPECT_EQ(refusal(parse("a: 1\nb: 2\na: 3\n").entries()),
            "f.yaml:3:1: 'a' is given twice, first in line 1");
}

TEST(Yaml, AliasesWorkAndMergeKeysAreRefused) {
  YamlNode top = parse("base: &b {x: 1}\nother: *b\n");
  EXPECT_EQ(top.map({"base", "other"})->at("other").map({"x"})->at("x").number()->times(1), 1);
  auto merged = parse("base: &b {x: 1}\nother:\n  <<: *b\n").map({"base", "other"});
  EXPECT_EQ(refusal(merged->at("other").entries()),
            "f.yaml:3:3: merge keys ('<<') are not supported");
}

TEST(Yaml, TellsTextNumbersAndFlagsApart) {
  auto value = [](const std::string &text) { return parse("k: " + text).map({"k"})->at("k"); };
  EXPECT_TRUE(*value("true").flag());
  EXPECT_FALSE(*value("false").flag());
  for (const char *text : {"yes", "on", "True", "\"true\"", "1", "[true]"})
    EXPECT_FALSE(value(text).flag()) << text;
  for (const char *text : {"010", "\"8\"", "'8'", "0x8", "[8]", "", "!!int 8"})
    EXPECT_FALSE(value(text).number()) << text;
  EXPECT_FALSE(value("").text());
  EXPECT_FALSE(value("{a: b}").text());
  EXPECT_FALSE(value("1").items());
  EXPECT_EQ(*value("\"a: b\"").text(), "a: b");
}

TEST(Yaml, RefusesWhatIsNoYamlOrSeveralDocuments) {
  auto broken = YamlNode::parse("a: 1\nb: [1\nc: 2\n", "f.yaml");
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().message.find("f.yaml:"), 0u) << broken.error().message;
  EXPECT_NE(broken.error().message.find("not YAML"), std::string::npos);
  EXPECT_FALSE(YamlNode::parse("a: 1\n---\nb: 2\n", "f.yaml"));
  EXPECT_FALSE(YamlNode::parse("", "f.yaml"));
  EXPECT_FALSE(YamlNode::parse("a: *nowhere\n", "f.yaml"));
  EXPECT_FALSE(YamlNode::parse(std::string(100000, '['), "f.yaml")) << "deep nesting";
}
