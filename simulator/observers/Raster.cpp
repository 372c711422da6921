// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Spikes of one sample: populations one below the other, chip steps to the right.
#include "simulator/observers/Observer.h"
#include "support/Svg.h"
#include "support/Files.h"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace nacre {
namespace {

constexpr int64_t mostRows = 48, mostColumns = 360; ///< of a population; more are put together
constexpr int levels = 8;                           ///< of darkness
constexpr double left = 200, plotWidth = 720, top = 84, space = 14, leastBand = 46;

int64_t ceilOf(int64_t a, int64_t b) { return (a + b - 1) / b; }

/// How one population's neurons and the run's steps become rows and columns.
struct Band {
  std::string name;
  int64_t neurons = 0, depth = 0, spikes = 0;
  int64_t neuronsInRow = 1;
  double y = 0, rowHeight = 0;
  std::vector<int64_t> cells; ///< spikes, by row and column

  int64_t rows() const { return ceilOf(neurons, neuronsInRow); }
  double height() const { return double(rows()) * rowHeight; }
};

class Raster final : public Observer {
  const ObserverSetting &setting;
  const std::string path;
  std::vector<Band> bands; ///< by population; readouts, which never fire, have no neurons
  int64_t chipSteps = 0, stepsInColumn = 1;
  std::string content;

  int64_t columns() const { return ceilOf(chipSteps, stepsInColumn); }
  double columnWidth() const { return std::min(plotWidth / double(columns()), 64.0); }
  double stepWidth() const { return columnWidth() / double(stepsInColumn); }

  /// Spikes per neuron and step.
  double rateOf(const Band &band, int64_t row, int64_t column) const {
    int64_t neurons = std::min(band.neuronsInRow, band.neurons - row * band.neuronsInRow);
    int64_t steps = std::min(stepsInColumn, chipSteps - column * stepsInColumn);
    return double(band.cells[size_t(row * columns() + column)]) / double(neurons * steps);
  }

  double greatestRate() const {
    double most = 0;
    for (const Band &band : bands)
      for (int64_t row = 0; row < band.rows(); ++row)
        for (int64_t column = 0; column < columns(); ++column)
          most = std::max(most, rateOf(band, row, column));
    return most;
  }

  /// Of each level one path of horizontal strokes.
  std::string drawCells(const Band &band, double most) const {
    std::string paths[levels];
    for (int64_t row = 0; row < band.rows(); ++row)
      for (int64_t column = 0; column < columns();) {
        auto levelOf = [&](int64_t at) {
          double rate = rateOf(band, row, at);
          return rate > 0 ? int(std::ceil(rate / most * levels)) : 0;
        };
        const int level = levelOf(column);
        int64_t end = column + 1;
        while (end < columns() && levelOf(end) == level)
          ++end;
        if (level > 0)
          paths[level - 1] += fmt::format(
              "M{:.2f} {:.2f}h{:.2f}", left + double(column) * columnWidth(),
              band.y + (double(row) + 0.5) * band.rowHeight, double(end - column) * columnWidth());
        column = end;
      }
    std::string svg;
    for (int level = 0; level < levels; ++level)
      if (!paths[level].empty())
        svg += fmt::format("<path class=\"core\" opacity=\"{:.2f}\" "
                           "stroke-width=\"{:.2f}\" d=\"{}\"/>\n",
                           svgOpacity(level, levels - 1), band.rowHeight * 0.9, paths[level]);
    return svg;
  }

  std::string draw(const Band &band, double most) const {
    const double rate = double(band.spikes) / double(band.neurons * setting.steps);
    std::string svg = fmt::format(
        "<rect class=\"band\" x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\"/>\n",
        left + double(band.depth) * stepWidth(), band.y, double(setting.steps) * stepWidth(),
        band.height());
    svg += drawCells(band, most);
    auto line = [&](int number, const std::string &text) {
      svg +=
          fmt::format("<text{} x=\"16\" y=\"{:.1f}\">{}</text>\n", number ? " class=\"soft\"" : "",
                      band.y + 11 + 15 * number, svgEscaped(text));
    };
    line(0, band.name);
    line(1, band.neuronsInRow > 1
                ? fmt::format("{} neurons, {} a row", band.neurons, band.neuronsInRow)
                : fmt::format("{} neurons", band.neurons));
    line(2, fmt::format("{} spikes, rate {:.3g}", band.spikes, rate));
    return svg;
  }

  /// Lines between steps where they are far enough apart, and numbers.
  std::string drawSteps(double bottom) const {
    std::string svg;
    const auto stride = int64_t(std::ceil(28 / stepWidth()));
    for (int64_t step = 0; step < chipSteps; ++step) {
      const double x = left + double(step) * stepWidth();
      if (stepWidth() >= 6)
        svg += fmt::format("<path class=\"frame\" d=\"M{0:.2f} {1:.2f}V{2:.2f}\"/>\n", x, top - 4,
                           bottom);
      if (step % stride == 0)
        svg += fmt::format(
            "<text class=\"soft\" x=\"{:.2f}\" y=\"{:.2f}\" text-anchor=\"middle\">{}</text>\n",
            x + stepWidth() / 2, bottom + 16, step);
    }
    return svg + fmt::format("<text class=\"soft\" x=\"{:.0f}\" y=\"{:.2f}\">chip steps</text>\n",
                             left, bottom + 34);
  }

public:
  Raster(const ObserverSetting &setting, std::string path)
      : setting(setting), path(std::move(path)) {
    for (const image::Population *population : *setting.image->populations()) {
      chipSteps = std::max<int64_t>(chipSteps, setting.steps + population->depth());
      Band &band = bands.emplace_back();
      band.name = population->name()->str();
      band.depth = population->depth();
      band.neurons = population->spiking() ? int64_t(volume(*population)) : 0;
    }
    stepsInColumn = ceilOf(chipSteps, mostColumns);
    double y = top;
    for (Band &band : bands) {
      if (band.neurons == 0)
        continue;
      band.neuronsInRow = ceilOf(band.neurons, mostRows);
      band.rowHeight = std::clamp(leastBand / double(band.rows()), 3.0, 10.0);
      band.cells.resize(size_t(band.rows() * columns()));
      band.y = y;
      y += std::max(band.height(), leastBand) + space;
    }
  }

  void spikes(const std::vector<Spike> &spikes) override {
    for (const Spike &spike : spikes) {
      Band &band = bands[spike.population];
      const int64_t row = spike.neuron / band.neuronsInRow;
      const int64_t column = (spike.step + band.depth) / stepsInColumn;
      ++band.cells[size_t(row * columns() + column)];
      ++band.spikes;
    }
    std::string svg = fmt::format(
        "<text class=\"soft\" x=\"16\" y=\"44\">{}, sample {}, {} time steps: {} spikes; "
        "shaded: the steps in which a population is updated</text>\n",
        svgEscaped(setting.dataset), setting.sample, setting.steps, spikes.size());
    double bottom = top;
    const double most = greatestRate();
    bool together = stepsInColumn > 1;
    for (const Band &band : bands) {
      if (band.neurons == 0)
        continue;
      svg += draw(band, most);
      bottom = band.y + std::max(band.height(), leastBand);
      together |= band.neuronsInRow > 1;
    }
    if (together)
      svg += svgScale(
          16, 56, "core",
          fmt::format("spikes per neuron and step{}: 0",
                      stepsInColumn > 1 ? fmt::format(", {} steps a column", stepsInColumn) : ""),
          fmt::format("{:.3g}", most));
    svg += drawSteps(bottom);
    content = svgDocument(
        left + double(columns()) * columnWidth() + 16 < 620
            ? 620
            : left + double(columns()) * columnWidth() + 16,
        bottom + 48, fmt::format("Spikes of {}", setting.image->network()->string_view()), svg);
  }

  Status finish() override { return writeFile(path, content); }
};

} // namespace

void registerRaster(ObserverRegistry &registry) {
  registry.add("raster", {"spikes of one sample",
                          {".svg"},
                          Watches::Spikes,
                          [](const ObserverSetting &setting,
                             const std::string &path) -> Result<std::unique_ptr<Observer>> {
                            return {std::make_unique<Raster>(setting, path)};
                          }});
}

} // namespace nacre
