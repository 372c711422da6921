// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a chip image holds, as JSON and as tables.
#pragma once
#include "hw_models/image/ChipImage.h"
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace nacre {

/// Everything but the weights' values: populations, weights, host synapses, cores with their
/// slices, synapses and routes, keys and routing tables.
nlohmann::json imageJson(const image::Image &image);

/// The image on one screen, one line a population and a core.
std::string imageText(const image::Image &image);

/// One core in full: boxes, synapses, routes.
nlohmann::json coreJson(const image::Image &image, const image::Core &core);
std::string coreText(const image::Image &image, const image::Core &core);

/// Refuses an id that no core of the image has, naming the ids there are.
Result<const image::Core *> findCore(const image::Image &image, uint32_t id);

} // namespace nacre
