// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/nir/Loops.h"
#include <algorithm>
#include <cassert>

namespace nacre::nir {

namespace {

/// Depth first, links in their order.
class Search {
  const Links &links;
  const bool alsoDelayed;
  enum class Mark { New, Followed, Left };
  std::vector<Mark> marks;

public:
  std::vector<size_t> entered, left; ///< in that order
  std::vector<std::pair<size_t, size_t>> closing;

  Search(const Links &links, bool alsoDelayed)
      : links(links), alsoDelayed(alsoDelayed), marks(links.size(), Mark::New) {}

  void from(size_t population) {
    if (marks[population] != Mark::New)
      return;
    marks[population] = Mark::Followed;
    entered.push_back(population);
    for (size_t i = 0; i < links[population].size(); ++i) {
      const Link &link = links[population][i];
      if (link.source == Connection::input || (link.delaySteps > 0 && !alsoDelayed))
        continue;
      if (marks[link.source] == Mark::Followed)
        closing.push_back({population, i});
      from(link.source);
    }
    marks[population] = Mark::Left;
    left.push_back(population);
  }
};

Search searchAll(const Links &links) {
  Search search(links, /*alsoDelayed=*/true);
  search.from(links.size() - 1);
  return search;
}

} // namespace

Links linksOf(const Network &network) {
  Links links;
  for (const Population &population : network.populations) {
    std::vector<Link> &into = links.emplace_back();
    for (const Connection &connection : population.connections)
      into.push_back({connection.source, connection.delaySteps});
  }
  return links;
}

std::vector<std::pair<size_t, size_t>> closingLinks(const Links &links) {
  Search undelayed(links, /*alsoDelayed=*/false);
  for (size_t population : searchAll(links).entered)
    undelayed.from(population);
  return std::move(undelayed.closing);
}

std::vector<size_t> sourcesFirst(const Links &links) {
  const std::vector<size_t> wanted = searchAll(links).left;
  std::vector<bool> placed(links.size(), false);
  auto isNext = [&](size_t population) {
    auto isThere = [&](const Link &link) {
      return link.source == Connection::input || link.delaySteps > 0 || placed[link.source];
    };
    return !placed[population] &&
           std::all_of(links[population].begin(), links[population].end(), isThere);
  };
  std::vector<size_t> order;
  while (order.size() < wanted.size()) {
    auto next = std::find_if(wanted.begin(), wanted.end(), isNext);
    assert(next != wanted.end() && "a loop without a delay");
    placed[*next] = true;
    order.push_back(*next);
  }
  return order;
}

} // namespace nacre::nir
