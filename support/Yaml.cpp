// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The only file that includes yaml-cpp. Traps of 0.7 undone here: duplicate keys and further
// documents are dropped silently, `010` is octal, `yes` is true, marks are 0-based.
#include "support/Yaml.h"
#include "support/Nearest.h"
#include <algorithm>
#include <fmt/format.h>
#include <sstream>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

namespace nacre {

struct YamlNode::State {
  YAML::Node node;
  std::string path;
  std::shared_ptr<const std::string> fileName;

  YamlNode child(const YAML::Node &node, std::string path) const {
    return YamlNode(std::make_shared<State>(State{node, std::move(path), fileName}));
  }
};

static std::string position(const std::string &fileName, const YAML::Mark &mark) {
  return fmt::format("{}:{}:{}: ", fileName, mark.line + 1, mark.column + 1);
}

/// Hears a document and forgets it.
struct DeafHandler : YAML::EventHandler {
  using Mark = YAML::Mark;
  using Style = YAML::EmitterStyle::value;
  void OnDocumentStart(const Mark &) override {}
  void OnDocumentEnd() override {}
  void OnNull(const Mark &, YAML::anchor_t) override {}
  void OnAlias(const Mark &, YAML::anchor_t) override {}
  void OnScalar(const Mark &, const std::string &, YAML::anchor_t, const std::string &) override {}
  void OnSequenceStart(const Mark &, const std::string &, YAML::anchor_t, Style) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const Mark &, const std::string &, YAML::anchor_t, Style) override {}
  void OnMapEnd() override {}
};

/// 0, 1, or 2 for more: yaml-cpp finds documents without end in files such as ",", so YAML::LoadAll
/// must not see them.
static int documentsOf(const std::string &text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  DeafHandler handler;
  int documents = 0;
  while (documents < 2 && parser.HandleNextDocument(handler))
    ++documents;
  return documents;
}

Result<YamlNode> YamlNode::parse(const std::string &text, const std::string &fileName) {
  try {
    if (const int documents = documentsOf(text); documents != 1)
      return Error{fmt::format("{}: holds {} YAML document, must be one", fileName,
                               documents == 0 ? "no" : "more than one")};
    return YamlNode(std::make_shared<State>(
        State{YAML::Load(text), "", std::make_shared<const std::string>(fileName)}));
  } catch (const YAML::Exception &exception) {
    return Error{position(fileName, exception.mark) + "not YAML: " + exception.msg};
  }
}

std::string suggest(const std::string &name, const std::vector<std::string> &candidates) {
  if (std::string nearest = nearestName(name, candidates); !nearest.empty())
    return fmt::format("did you mean '{}'?", nearest);
  return fmt::format("valid: {}", fmt::join(candidates, ", "));
}

const std::string &YamlNode::path() const { return state->path; }

Error YamlNode::error(const std::string &message, const std::string &remedy) const {
  std::string text = message, name = path().empty() ? "the file" : "'" + path() + "'";
  if (size_t at = text.find("{}"); at != std::string::npos)
    text.replace(at, 2, name);
  return {position(*state->fileName, state->node.Mark()) + text, remedy};
}

Result<std::vector<YamlNode::Entry>> YamlNode::entries() const {
  if (!state->node.IsMap())
    return error("{} must be a map of keys and values");
  std::vector<Entry> entries;
  std::map<std::string, int> lines;
  for (const auto &pair : state->node) {
    if (!pair.first.IsScalar())
      return state->child(pair.first, path()).error("a key of {} is no plain name");
    std::string name = pair.first.Scalar();
    std::string childPath = path().empty() ? name : path() + "." + name;
    YamlNode key = state->child(pair.first, childPath);
    if (name == "<<")
      return key.error("merge keys ('<<') are not supported", "write the keys out");
    auto [first, fresh] = lines.emplace(name, pair.first.Mark().line + 1);
    if (!fresh)
      return key.error(fmt::format("{{}} is given twice, first in line {}", first->second));
    entries.push_back({name, key, state->child(pair.second, childPath)});
  }
  return entries;
}

Result<YamlNode::Map> YamlNode::map(const std::vector<std::string> &required,
                                    const std::vector<std::string> &optional) const {
  auto found = entries();
  if (!found)
    return found.error();
  std::vector<std::string> known = required;
  known.insert(known.end(), optional.begin(), optional.end());
  Map map;
  for (const Entry &entry : *found) {
    if (std::find(known.begin(), known.end(), entry.name) == known.end())
      return entry.key.error("unknown key {}", suggest(entry.name, known));
    map.emplace(entry.name, entry.value);
  }
  for (const std::string &name : required)
    if (!map.count(name))
      return error("{} lacks the key '" + name + "'");
  return map;
}

Result<std::vector<YamlNode>> YamlNode::items() const {
  if (!state->node.IsSequence())
    return error("{} must be a list");
  std::vector<YamlNode> items;
  for (const auto &item : state->node)
    items.push_back(state->child(item, fmt::format("{}[{}]", path(), items.size())));
  return items;
}

Result<std::string> YamlNode::text() const {
  if (!state->node.IsScalar() || state->node.Scalar().empty())
    return error("{} must be a text");
  return state->node.Scalar();
}

// yaml-cpp tags plain scalars "?" and quoted ones "!".
static bool isPlain(const YAML::Node &node) { return node.IsScalar() && node.Tag() == "?"; }

Result<Decimal> YamlNode::number() const {
  if (!isPlain(state->node))
    return error("{} must be a number");
  if (auto number = Decimal::parse(state->node.Scalar()))
    return *number;
  return error(fmt::format("{{}} must be a decimal number, not '{}'", state->node.Scalar()),
               "write 10, 2.5 or 1e6: no leading zeros, no hexadecimal, at most 18 digits");
}

Result<bool> YamlNode::flag() const {
  if (isPlain(state->node) && state->node.Scalar() == "true")
    return true;
  if (isPlain(state->node) && state->node.Scalar() == "false")
    return false;
  return error("{} must be true or false");
}

} // namespace nacre
