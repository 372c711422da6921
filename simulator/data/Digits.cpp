// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Handwritten digits of 8x8 pixels (digits/ATTRIBUTION.md), embedded in the program.
#include "simulator/data/DatasetReader.h"
#include "simulator/data/digits/EmbeddedDigits.h"
#include "support/Files.h"
#include <charconv>
#include <fmt/format.h>
#include <string_view>

namespace nacre {

static constexpr int64_t rows = 1797, trainRows = 1437, side = 8, classes = 10;
static constexpr int maxPixel = 16;

/// 64 pixels and a label, separated by commas. Empty, or what is wrong with the line.
static std::string parseRow(std::string_view line, Dataset &data) {
  const int64_t columns = side * side + 1;
  const char *at = line.data(), *end = at + line.size();
  for (int64_t column = 1; column <= columns; ++column) {
    int value = 0;
    auto [next, code] = std::from_chars(at, end, value);
    if (code != std::errc())
      return fmt::format("expected {} integers, found {}", columns, column - 1);
    bool isLabel = column == columns;
    int last = isLabel ? int(classes) - 1 : maxPixel;
    if (value < 0 || value > last)
      return fmt::format("column {}: expected a {} in 0..{}, found {}", column,
                         isLabel ? "label" : "pixel", last, value);
    (isLabel ? data.labels : data.pixels).push_back(uint8_t(value));
    if (isLabel ? next != end : next == end || *next != ',')
      return fmt::format("expected {} after column {}", isLabel ? "the end of the line" : "','",
                         column);
    at = next + 1;
  }
  return "";
}

static Result<Dataset> parse(std::string_view text, const std::string &fileName, Split split) {
  Dataset data;
  data.name = fmt::format("digits {}", splitName(split));
  data.channels = 1;
  data.height = data.width = side;
  data.classes = classes;
  int64_t row = 0;
  Dataset skipped;
  for (; !text.empty(); ++row) {
    size_t end = std::min(text.find('\n'), text.size());
    bool wanted = (row < trainRows) == (split == Split::Train);
    std::string wrong = parseRow(text.substr(0, end), wanted ? data : skipped);
    if (!wrong.empty())
      return Error{fmt::format("{}:{}: {}", fileName, row + 1, wrong)};
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (row != rows)
    return Error{fmt::format("{}: expected {} rows, found {}", fileName, rows, row)};
  return data;
}

static Result<Dataset> read(const DatasetRequest &request) {
  if (request.path.empty())
    return parse(embeddedDigits(), "digits.csv", request.split);
  std::string path = request.path + "/digits.csv.gz";
  Result<std::string> text = readFile(path);
  if (!text) {
    Error error = text.error();
    error.remedy = "leave out --data to use the copy that ships with Nacre";
    return error;
  }
  return parse(*text, path, request.split);
}

void registerDigits(DatasetReaderRegistry &registry) {
  registry.add("digits", {"8x8 handwritten digits, values 0..16, 1437 train and 360 test images; "
                          "ships with Nacre (Alpaydin and Kaynak, UCI, CC BY 4.0)",
                          DatasetReader::Shipped, read});
}

} // namespace nacre
