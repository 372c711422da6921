// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/noc/TopologyText.h"
#include "simulator/inspect/MappingReport.h"
#include "support/Svg.h"
#include <cmath>
#include <fmt/format.h>

namespace nacre {
namespace {

/// Neighbours in the list of layers differ most: steps of the golden angle.
std::string colourOf(uint32_t layer) {
  return fmt::format("hsl({:.0f},55%,{}%)", std::fmod(200 + layer * 137.508, 360),
                     42 + layer % 3 * 9);
}

class FloorPlan {
  static constexpr double margin = 16, width = 960, line = 18;

  const MappingSummary &summary;
  const Topology topology = summary.chip.grid.topology();
  uint32_t left = UINT32_MAX, right = 0, upper = UINT32_MAX, lower = 0; ///< what is in use
  double pitch = 0, top = 64;                                           ///< of the tiles
  std::string svg;

  /// Leaves of a tree, which have no place, fill rows that are halves of the way up.
  uint32_t columns() const {
    return topology.kind == TopologyKind::Tree
               ? uint32_t(std::lround(std::pow(topology.columns, (topology.rows + 1) / 2)))
               : topology.columns;
  }
  double xOf(uint32_t column) const { return margin + (double(column) - left) * pitch; }
  double yOf(uint32_t row) const { return top + (double(row) - upper) * pitch; }

  void drawLegend() {
    double x = margin;
    for (uint32_t i = 0; i < summary.layers.size(); ++i) {
      const std::string text =
          fmt::format("{} ({})", summary.layers[i].name, summary.layers[i].cores);
      const double length = 26 + 6.6 * double(text.size());
      if (x + length > width && x > margin)
        x = margin, top += line;
      svg +=
          fmt::format("<rect x=\"{:.0f}\" y=\"{:.0f}\" width=\"12\" height=\"12\" fill=\"{}\"/>\n"
                      "<text class=\"soft\" x=\"{:.0f}\" y=\"{:.0f}\">{}</text>\n",
                      x, top, colourOf(i), x + 17, top + 10, svgEscaped(text));
      x += length;
    }
    top += 2 * line;
  }

  void drawTiles() {
    const double x = xOf(left), y = yOf(upper);
    svg += fmt::format(
        "<defs><pattern id=\"tile\" patternUnits=\"userSpaceOnUse\" x=\"{0:.2f}\" y=\"{1:.2f}\" "
        "width=\"{2:.2f}\" height=\"{2:.2f}\"><rect class=\"unused\" opacity=\"0.35\" x=\"0.5\" "
        "y=\"0.5\" width=\"{3:.2f}\" height=\"{3:.2f}\"/></pattern></defs>\n"
        "<rect fill=\"url(#tile)\" x=\"{0:.2f}\" y=\"{1:.2f}\" width=\"{4:.2f}\" "
        "height=\"{5:.2f}\"/>\n",
        x, y, pitch, pitch - 1, (right - left + 1) * pitch, (lower - upper + 1) * pitch);
  }

  /// Lines between chips that lie side by side.
  void drawBorders() {
    auto draw = [&](double x, double y, double width, double height) {
      svg += fmt::format("<rect class=\"core\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" "
                         "height=\"{:.1f}\"/>\n",
                         x, y, width, height);
    };
    for (uint32_t column = left + 1; topology.chipColumns && column <= right; ++column)
      if (column % topology.chipColumns == 0)
        draw(xOf(column) - 0.5, yOf(upper), 1, (lower - upper + 1) * pitch);
    for (uint32_t row = upper + 1; topology.chipRows && row <= lower; ++row)
      if (row % topology.chipRows == 0)
        draw(xOf(left), yOf(row) - 0.5, (right - left + 1) * pitch, 1);
  }

  std::string titleOf(const MappingSummary::Core &core) const {
    std::string title = fmt::format("core {}:", core.id);
    for (uint32_t layer : core.layers)
      title += " " + summary.layers[layer].name;
    for (const CoreResource &resource : coreResources)
      title += fmt::format("; {} {} of {}", resource.name, (core.needs.*resource.need).total,
                           summary.chip.limits.*resource.limit);
    return svgEscaped(title);
  }

  void drawCore(const MappingSummary::Core &core) {
    const uint32_t cores = topology.coresPerTile, tile = topology.tileOf(core.id);
    const auto across = uint32_t(std::ceil(std::sqrt(double(cores))));
    const uint32_t down = (cores + across - 1) / across, place = core.id % cores;
    const double inset = pitch * 0.08, gap = cores > 1 ? std::min(1.0, pitch / across * 0.1) : 0;
    const double w = (pitch - 2 * inset) / across - 2 * gap;
    const double h = (pitch - 2 * inset) / down - 2 * gap;
    const double x = xOf(tile % columns()) + inset + place % across * (w + 2 * gap) + gap;
    const double y = yOf(tile / columns()) + inset + place / across * (h + 2 * gap) + gap;
    const double full = h * std::min(1.0, summary.fullest(core));
    svg +=
        fmt::format("<g fill=\"{0}\"><title>{1}</title>"
                    "<rect x=\"{2:.2f}\" y=\"{3:.2f}\" width=\"{4:.2f}\" height=\"{5:.2f}\" "
                    "opacity=\"0.25\"/><rect x=\"{2:.2f}\" y=\"{6:.2f}\" width=\"{4:.2f}\" "
                    "height=\"{7:.2f}\"/></g>\n",
                    colourOf(core.layers.front()), titleOf(core), x, y, w, h, y + h - full, full);
  }

public:
  explicit FloorPlan(const MappingSummary &summary) : summary(summary) {
    for (const MappingSummary::Core &core : summary.cores) {
      const uint32_t tile = topology.tileOf(core.id);
      left = std::min(left, tile % columns()), right = std::max(right, tile % columns());
      upper = std::min(upper, tile / columns()), lower = std::max(lower, tile / columns());
    }
    if (summary.cores.empty())
      left = upper = 0;
    pitch = std::clamp((width - 2 * margin) / (right - left + 1), 8.0, 72.0);
  }

  std::string draw() {
    const uint32_t rows = topology.tiles() / columns();
    const bool whole = left == 0 && upper == 0 && right + 1 == columns() && lower + 1 == rows;
    svg = fmt::format("<text class=\"soft\" x=\"16\" y=\"46\">{} of {} cores in use, {}{}; each as "
                      "full as its fullest resource</text>\n",
                      summary.cores.size(), topology.cores(), topologyText(topology),
                      whole ? ""
                            : fmt::format(", of which columns {} to {} of rows {} to {} are shown",
                                          left, right, upper, lower));
    drawLegend();
    drawTiles();
    for (const MappingSummary::Core &core : summary.cores)
      drawCore(core);
    drawBorders();
    return svgDocument(std::max(width, 2 * margin + (right - left + 1) * pitch),
                       yOf(lower + 1) + margin,
                       fmt::format("{} on {}", summary.network, summary.chip.name), svg);
  }
};

} // namespace

std::string mappingSvg(const MappingSummary &summary) { return FloorPlan(summary).draw(); }

} // namespace nacre
