// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/data/CsvImages.h"
#include "simulator/data/OwnImages.h"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <vector>

namespace nacre {

/// The fields of a line, without quotes around them.
static std::vector<std::string_view> fieldsOf(std::string_view line) {
  std::vector<std::string_view> fields;
  for (;;) {
    const size_t end = std::min(line.find(','), line.size());
    std::string_view field = line.substr(0, end);
    while (!field.empty() && (field.front() == ' ' || field.front() == '"'))
      field.remove_prefix(1);
    while (!field.empty() && (field.back() == ' ' || field.back() == '"'))
      field.remove_suffix(1);
    fields.push_back(field);
    if (end == line.size())
      return fields;
    line.remove_prefix(end + 1);
  }
}

static std::optional<uint8_t> byteOf(std::string_view field) {
  uint8_t value = 0;
  auto [next, code] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (code != std::errc() || next != field.data() + field.size())
    return {};
  return value;
}

/// A line whose fields are all words.
static bool isHeader(const std::vector<std::string_view> &fields) {
  return std::all_of(fields.begin(), fields.end(), [](std::string_view field) {
    const char first = field.empty() ? '0' : field.front();
    return (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first == '_';
  });
}

static Result<size_t> labelColumnOf(const std::vector<std::string_view> &header, size_t columns,
                                    const DatasetRequest &request) {
  const std::string &wanted = request.labelColumn;
  const std::string name = wanted.empty() ? "label" : wanted;
  if (auto found = std::find(header.begin(), header.end(), name); found != header.end())
    return size_t(found - header.begin());
  if (wanted == "first")
    return size_t(0);
  if (wanted == "last")
    return columns - 1;
  return Error{fmt::format("{}: no column is named '{}'", request.path, name),
               "--label-column says which column has the class: its name, 'first' or 'last'",
               ExitCode::Usage};
}

Result<Dataset> parseCsvImages(std::string_view text, const DatasetRequest &request) {
  if (!request.imageShape)
    return Error{fmt::format("{}: the rows do not say what shape the images have", request.path),
                 "say it with --image-shape, 1x28x28 for example", ExitCode::Usage};
  Dataset data;
  data.channels = (*request.imageShape)[0];
  data.height = (*request.imageShape)[1];
  data.width = (*request.imageShape)[2];
  const size_t columns = size_t(data.imageSize()) + 1;
  std::optional<size_t> label;
  for (int64_t line = 1; !text.empty(); ++line) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view row = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!row.empty() && row.back() == '\r')
      row.remove_suffix(1);
    const std::vector<std::string_view> fields = fieldsOf(row);
    if (fields.size() != columns)
      return Error{fmt::format("{}:{}: expected {} pixels of a {} image and a class, found {} "
                               "fields",
                               request.path, line, columns - 1, shapeText(*request.imageShape),
                               fields.size())};
    const bool header = !label && isHeader(fields);
    if (!label) {
      auto column =
          labelColumnOf(header ? fields : std::vector<std::string_view>{}, columns, request);
      if (!column)
        return column.error();
      label = *column;
    }
    for (size_t i = 0; !header && i < columns; ++i) {
      const std::optional<uint8_t> value = byteOf(fields[i]);
      if (!value)
        return Error{fmt::format("{}:{}: column {}: expected a whole number in 0..255, found '{}'",
                                 request.path, line, i + 1, fields[i])};
      (i == *label ? data.labels : data.pixels).push_back(*value);
    }
  }
  return finish(std::move(data), request.path);
}

} // namespace nacre
