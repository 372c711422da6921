// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Svg.h"
#include <fmt/format.h>

namespace nacre {

// Colours of the report's page.
static constexpr std::string_view style = R"(<style>
svg { background: #ffffff; font: 12px system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
text { fill: #1d2327; } .soft { fill: #5c666d; } .title { font-size: 15px; font-weight: 600; }
.core { fill: #00668f; stroke: #00668f; } .link { fill: #b4541a; stroke: #b4541a; }
.unused { fill: #dcdcd4; stroke: #dcdcd4; } .frame { fill: none; stroke: #dcdcd4; }
.band { fill: #f1f0ec; } polygon, rect, circle { stroke-width: 0; } .frame { stroke-width: 1; }
@media (prefers-color-scheme: dark) {
  svg { background: #1d2327; } text { fill: #e9e7e1; } .soft { fill: #a3adb3; }
  .core { fill: #5cc0e8; stroke: #5cc0e8; } .link { fill: #f0a070; stroke: #f0a070; }
  .unused { fill: #353d42; stroke: #353d42; } .frame { stroke: #353d42; } .band { fill: #262d32; }
}
</style>
)";

std::string svgEscaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

std::string svgDocument(double width, double height, std::string_view title,
                        std::string_view body) {
  return fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" "
                     "height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} {1:.0f}\">\n{2}"
                     "<text class=\"title\" x=\"16\" y=\"26\">{3}</text>\n{4}</svg>\n",
                     width, height, style, svgEscaped(title), body);
}

double svgOpacity(double value, double most) {
  return value > 0 ? 0.12 + 0.88 * value / most : 0.12;
}

std::string svgScale(double x, double y, std::string_view markClass, std::string_view from,
                     std::string_view to) {
  constexpr int fields = 8, width = 14;
  std::string svg;
  for (int i = 0; i < fields; ++i)
    svg += fmt::format("<rect class=\"{}\" x=\"{:.0f}\" y=\"{:.0f}\" width=\"{}\" height=\"12\" "
                       "opacity=\"{:.2f}\"/>\n",
                       markClass, x + i * width, y, width, svgOpacity(i, fields - 1));
  return svg + fmt::format("<text class=\"soft\" x=\"{:.0f}\" y=\"{:.0f}\">{} to {}</text>\n",
                           x + fields * width + 8, y + 10, svgEscaped(from), svgEscaped(to));
}

} // namespace nacre
