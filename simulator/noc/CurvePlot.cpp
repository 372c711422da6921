// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/CurvePlot.h"
#include "hw_models/noc/TopologyText.h"
#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace nacre {

namespace {

constexpr double left = 60, right = 520, top = 40, bottom = 320;

// Wong, Nature Methods 8:441, 2011: told apart by colour-blind readers too.
constexpr std::array colours = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"};

struct Axes {
  double rateMost = 0, latencyMost = 0;

  double x(double rate) const { return left + (right - left) * rate / rateMost; }
  double y(double latency) const {
    return bottom - (bottom - top) * std::min(latency, latencyMost) / latencyMost;
  }
};

Axes axesFor(const std::vector<LoadCurve> &curves) {
  Axes axes;
  double least = INFINITY;
  for (const LoadCurve &curve : curves)
    for (const SyntheticResult &point : curve.points) {
      axes.rateMost = std::max(axes.rateMost, point.rate);
      least = std::fmin(least, point.latency); // leaves out what is not a number
    }
  axes.latencyMost = std::isfinite(least) ? 10 * std::ceil(least / 2) : 10; // five times, in tens
  return axes;
}

/// 1, 2 or 5 times a power of ten: about six ticks.
double tickFor(double most) {
  double power = std::pow(10, std::floor(std::log10(most / 4)));
  for (double factor : {1.0, 2.0, 5.0})
    if (most / (power * factor) <= 6)
      return power * factor;
  return power * 10;
}

std::string ticks(const Axes &axes) {
  std::string svg;
  for (double step = tickFor(axes.latencyMost), v = 0; v <= axes.latencyMost * 1.001; v += step)
    svg += fmt::format("<line x1=\"{0}\" x2=\"{1}\" y1=\"{2:.1f}\" y2=\"{2:.1f}\" "
                       "stroke=\"#ddd\"/>\n<text x=\"{3}\" y=\"{4:.1f}\" "
                       "text-anchor=\"end\">{5:g}</text>\n",
                       left, right, axes.y(v), left - 8, axes.y(v) + 4, v);
  for (double step = tickFor(axes.rateMost), v = 0; v <= axes.rateMost * 1.001; v += step)
    svg += fmt::format("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{:.4g}</text>\n",
                       axes.x(v), bottom + 18, v);
  return svg;
}

std::string line(const Axes &axes, const LoadCurve &curve, const char *colour) {
  std::string path, marks;
  for (const SyntheticResult &point : curve.points) {
    if (std::isnan(point.latency))
      continue;
    double x = axes.x(point.rate), y = axes.y(point.latency);
    path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", x, y);
    bool beyond = point.saturated || point.latency > axes.latencyMost;
    if (beyond)
      break;
    marks +=
        fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\" fill=\"{}\"/>\n", x, y, colour);
  }
  return fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"/>\n{}", path,
                     colour, marks);
}

std::string escaped(const std::string &text) {
  std::string out;
  for (char c : text)
    out += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
  return out;
}

/// The routing if all have one topology, the topology if no two have, or both.
std::vector<std::string> labelsOf(const std::vector<LoadCurve> &curves) {
  std::set<std::string> topologies;
  for (const LoadCurve &curve : curves)
    topologies.insert(topologyText(curve.topology));
  std::vector<std::string> labels;
  for (const LoadCurve &curve : curves) {
    std::string topology = topologyText(curve.topology);
    labels.push_back(topologies.size() == 1               ? curve.routing
                     : topologies.size() == curves.size() ? topology
                                                          : topology + ", " + curve.routing);
  }
  return labels;
}

} // namespace

std::string plotCurves(const std::string &title, const std::vector<LoadCurve> &curves) {
  Axes axes = axesFor(curves);
  std::vector<std::string> labels = labelsOf(curves);
  double width = 660;
  for (const std::string &label : labels)
    width = std::max(width, right + 45 + 7 * double(label.size()));
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} 370\" "
      "font-family=\"sans-serif\" font-size=\"12\">\n"
      "<rect width=\"{0}\" height=\"370\" fill=\"white\"/>\n"
      "<text x=\"{1}\" y=\"22\" font-size=\"14\">{2}</text>\n{3}"
      "<text x=\"{4}\" y=\"{5}\" text-anchor=\"middle\">offered load, flits per core and "
      "cycle</text>\n<text transform=\"translate(16 {6}) rotate(-90)\" "
      "text-anchor=\"middle\">mean latency, cycles</text>\n",
      width, left, escaped(title), ticks(axes), (left + right) / 2, bottom + 40,
      (top + bottom) / 2);
  for (size_t i = 0; i < curves.size(); ++i) {
    const char *colour = colours[i % colours.size()];
    svg += line(axes, curves[i], colour);
    svg += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"12\" height=\"12\" fill=\"{}\"/>\n"
                       "<text x=\"{}\" y=\"{}\">{}</text>\n",
                       right + 20, top + 20 * i, colour, right + 38, top + 10 + 20 * i,
                       escaped(labels[i]));
  }
  return svg + "</svg>\n";
}

} // namespace nacre
