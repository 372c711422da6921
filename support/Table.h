// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include <fmt/format.h>
#include <string>
#include <vector>

namespace nacre {

/// Columns as wide as their widest cell; those of numbers and shares to the right.
class Table {
  std::vector<std::vector<std::string>> rows;

public:
  explicit Table(std::vector<std::string> header) { rows.push_back(std::move(header)); }
  void add(std::vector<std::string> row) { rows.push_back(std::move(row)); }

  std::string text() const {
    std::string text;
    for (const auto &row : rows) {
      std::string line;
      for (size_t column = 0; column < row.size(); ++column) {
        size_t width = 0;
        bool number = rows.size() > 1;
        for (size_t i = 0; i < rows.size(); ++i) {
          const std::string &cell = rows[i][column];
          width = std::max(width, cell.size());
          number &= i == 0 || cell.find_first_not_of("0123456789.% ") == cell.npos;
        }
        line += fmt::format(fmt::runtime(number ? "  {:>{}}" : "  {:<{}}"), row[column], width);
      }
      text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
    return text;
  }
};

} // namespace nacre
