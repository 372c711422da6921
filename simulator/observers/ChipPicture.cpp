// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/observers/ChipPicture.h"
#include "hw_models/noc/TopologyText.h"
#include "support/Svg.h"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace nacre {
namespace {

struct Place {
  double x = 0, y = 0;
};

std::string percent(double share) { return fmt::format("{:.3g} %", 100 * share); }

/// Where routers are, and how large.
class Layout {
  static constexpr double margin = 28, top = 84;

  const Topology &topology;
  double pitch = 0, levelPitch = 0; ///< between tiles; between levels of a tree

  bool isTree() const { return topology.kind == TopologyKind::Tree; }

  /// Of an inner router of a tree: its level and number in it. Level 0 are the leaves.
  std::pair<uint32_t, uint32_t> levelOf(uint32_t router) const {
    uint32_t level = 0, width = topology.tiles();
    while (router >= width) {
      router -= width;
      width /= topology.columns;
      ++level;
    }
    return {level, router};
  }

public:
  explicit Layout(const Topology &topology) : topology(topology) {
    const double across = isTree() ? topology.tiles() : columns();
    const double most = std::max<double>(across, isTree() ? 1 : topology.rows);
    pitch = std::clamp(960 / most, isTree() ? 10.0 : 14.0, 88.0);
    levelPitch = std::max(pitch, 64.0);
  }

  uint32_t columns() const {
    return topology.columns + (topology.kind == TopologyKind::Ring ? 1 : 0);
  }
  double tileSide() const { return pitch * 0.6; }
  double gap() const { return pitch - tileSide(); }
  double width() const {
    return std::max(2 * margin + pitch * (isTree() ? topology.tiles() : columns()), 620.0);
  }
  double height() const {
    return top + margin + (isTree() ? levelPitch * topology.rows + pitch : pitch * topology.rows);
  }

  /// The centre.
  Place of(uint32_t router) const {
    if (isTree()) {
      auto [level, number] = levelOf(router);
      double leaves = std::pow(topology.columns, level); // below it
      return {margin + pitch * (number + 0.5) * leaves,
              top + levelPitch * (topology.rows - level) + pitch / 2};
    }
    const bool hub = router >= topology.tiles();
    const double column = hub ? topology.columns : topology.column(router);
    const double row = hub ? router - topology.tiles() : topology.row(router);
    return {margin + pitch * (column + 0.5), top + pitch * (row + 0.5)};
  }
};

class Picture {
  const ChipLoad &load;
  const Topology &topology;
  const Layout layout;
  double mostBusy = 0, mostUtilised = 0;
  std::string svg;

  std::string nameOf(uint32_t router) const {
    return fmt::format("{} {}", router < topology.tiles() ? "tile" : "router", router);
  }

  std::string paint(std::string_view used, double value, double most) const {
    return value > 0 ? fmt::format("class=\"{}\" opacity=\"{:.3f}\"", used, svgOpacity(value, most))
                     : std::string("class=\"unused\" opacity=\"0.6\"");
  }

  std::string titleOf(const LinkLoad &l) const {
    return fmt::format("<title>{} to {}: {} ({} flits)</title>", nameOf(l.link.from),
                       nameOf(l.link.to), percent(load.utilisation(l.flits, l.kind)), l.flits);
  }

  /// An arrow beside the middle of the gap, on its right-hand side.
  void drawGridLink(const LinkLoad &l) {
    static constexpr Place towards[] = {{1, 0}, {-1, 0}, {0, -1}, {0, 1}};
    const Place along = towards[l.link.port], right = {-along.y, along.x};
    const Place from = layout.of(l.link.from), to = layout.of(l.link.to);
    const double pitch = layout.gap() + layout.tileSide();
    const bool stub = std::abs(from.x + along.x * pitch - to.x) > 1 ||
                      std::abs(from.y + along.y * pitch - to.y) > 1;
    const double begin = layout.tileSide() / 2 + layout.gap() * 0.08;
    const double end = begin + layout.gap() * (stub ? 0.5 : 0.84);
    const double inner = layout.tileSide() * 0.05, outer = layout.tileSide() * 0.38;
    const double neck = end - std::min(layout.gap() * 0.3, end - begin);
    auto point = [&](double forward, double aside) {
      return fmt::format("{:.1f},{:.1f} ", from.x + along.x * forward + right.x * aside,
                         from.y + along.y * forward + right.y * aside);
    };
    svg += fmt::format("<polygon {} points=\"{}{}{}{}{}\">{}</polygon>\n",
                       paint("link", load.utilisation(l.flits, l.kind), mostUtilised),
                       point(begin, inner), point(neck, inner), point(end, (inner + outer) / 2),
                       point(neck, outer), point(begin, outer), titleOf(l));
  }

  void drawTreeLink(const LinkLoad &l) {
    const Place from = layout.of(l.link.from), to = layout.of(l.link.to);
    const double aside = l.link.port == Topology::up ? -2 : 2, half = layout.tileSide() / 2;
    const double away = from.y > to.y ? -half : half;
    svg += fmt::format("<line {} stroke-width=\"3\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" "
                       "y2=\"{:.1f}\">{}</line>\n",
                       paint("link", load.utilisation(l.flits, l.kind), mostUtilised),
                       from.x + aside, from.y + away, to.x + aside, to.y - away, titleOf(l));
  }

  void drawCores(uint32_t tile, const std::map<uint32_t, const CoreLoad *> &byId) {
    const uint32_t cores = topology.coresPerTile;
    const auto across = uint32_t(std::ceil(std::sqrt(double(cores))));
    const uint32_t down = (cores + across - 1) / across;
    const Place centre = layout.of(tile);
    const double side = layout.tileSide(), w = side / across, h = side / down;
    for (uint32_t place = 0; place < cores; ++place) {
      auto found = byId.find(tile * cores + place);
      const CoreLoad *core = found == byId.end() ? nullptr : found->second;
      const double space = cores > 1 ? std::min(1.0, w * 0.1) : 0;
      svg += fmt::format("<rect {} x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"",
                         core ? fmt::format("class=\"core\" opacity=\"{:.3f}\"",
                                            svgOpacity(load.busy(*core), mostBusy))
                              : std::string("class=\"unused\" opacity=\"0.35\""),
                         centre.x - side / 2 + place % across * w + space,
                         centre.y - side / 2 + place / across * h + space, w - 2 * space,
                         h - 2 * space);
      if (!core) {
        svg += fmt::format("><title>core {}: not in use</title></rect>\n", tile * cores + place);
        continue;
      }
      auto share = [&](int64_t cycles) {
        return percent(load.cycles ? double(cycles) / double(load.cycles) : 0);
      };
      svg += fmt::format(
          "><title>core {} ({}): busy {}; neurons {}, synapses {}; stalls to send "
          "{}, to receive {}; link into the router {}, out of it {}</title></rect>\n",
          core->id, svgEscaped(core->layers), percent(load.busy(*core)), share(core->updateCycles),
          share(core->synapseCycles), share(core->stallSendCycles), share(core->stallReceiveCycles),
          percent(load.utilisation(core->flitsSent)),
          percent(load.utilisation(core->flitsReceived)));
    }
  }

  void drawInnerRouter(uint32_t router) {
    const Place centre = layout.of(router);
    svg += fmt::format("<circle class=\"unused\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\">"
                       "<title>router {}</title></circle>\n",
                       centre.x, centre.y, layout.tileSide() / 3, router);
  }

public:
  explicit Picture(const ChipLoad &load)
      : load(load), topology(load.topology), layout(load.topology) {
    for (const CoreLoad &core : load.cores)
      mostBusy = std::max(mostBusy, load.busy(core));
    for (const LinkLoad &link : load.links)
      mostUtilised = std::max(mostUtilised, load.utilisation(link.flits, link.kind));
  }

  std::string draw() {
    svg += fmt::format("<text class=\"soft\" x=\"16\" y=\"44\">{} samples, {} cycles; {} of {} "
                       "cores in use, {}</text>\n",
                       load.samples, load.cycles, load.cores.size(), topology.cores(),
                       topologyText(topology));
    svg += svgScale(16, 56, "core", "cores busy: 0", percent(mostBusy));
    svg += svgScale(16 + 300, 56, "link", "links in use: 0", percent(mostUtilised));
    std::map<uint32_t, const CoreLoad *> byId;
    for (const CoreLoad &core : load.cores)
      byId[core.id] = &core;
    for (const LinkLoad &link : load.links)
      topology.kind == TopologyKind::Tree ? drawTreeLink(link) : drawGridLink(link);
    for (uint32_t router = 0; router < topology.routers(); ++router)
      router < topology.tiles() ? drawCores(router, byId) : drawInnerRouter(router);
    return svgDocument(layout.width(), layout.height(),
                       fmt::format("{} on {}", load.network, load.chip), svg);
  }
};

} // namespace

std::string drawLoad(const ChipLoad &load) { return Picture(load).draw(); }

} // namespace nacre
