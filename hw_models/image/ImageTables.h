// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An image's routing tables by key, where the image has them by router.
#pragma once
#include "hw_models/image/chip_image_generated.h"
#include "hw_models/noc/RoutingTree.h"
#include <functional>
#include <optional>
#include <vector>

namespace nacre {

class ImageTables {
  const image::Image &image;
  std::vector<RoutingTree> trees; ///< by key

public:
  /// The image's tables are checked (checkTableFields), and it outlives this.
  explicit ImageTables(const image::Image &image);

  uint32_t keys() const { return uint32_t(trees.size()); }
  const image::Key &key(uint32_t index) const { return *image.keys()->Get(index); }
  const RoutingTree &tree(uint32_t key) const { return trees[key]; }

  /// The key of packets from a core to these, which ascend.
  std::optional<uint32_t> find(uint32_t source, const std::vector<uint32_t> &destinations) const;
};

/// Calls visit(destinations), which ascend, for each packet that a spike of some neuron of the core
/// needs: repeatedly if there are several such neurons. With multicast a spike needs one packet.
void forEachPacket(const image::Core &core, bool multicast,
                   const std::function<void(const std::vector<uint32_t> &destinations)> &visit);

} // namespace nacre
