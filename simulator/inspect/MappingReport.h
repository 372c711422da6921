// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mapping for people (text, page, pictures) and for programs (JSON).
#pragma once
#include "simulator/inspect/MappingSummary.h"
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace nacre {

/// What cycles, events and energy of a report rest on; part of each.
inline constexpr const char *mappingAssumption =
    "if each neuron fires once, all layers in the same chip step, and nothing waits for anything";

/// On a few screens: use of the limits, layers, traffic between them, the fullest cores, the
/// busiest links, cycles and energy of a step in which each neuron fires once.
std::string mappingText(const MappingSummary &summary);

/// Everything, with all cores, flows and links.
nlohmann::json mappingJson(const MappingSummary &summary);

/// The floor plan, as far as the chip is in use: tiles, their cores in the colours of layers, as
/// full as their fullest resource.
std::string mappingSvg(const MappingSummary &summary);

/// The graph of cores for Graphviz; edges are the packets from one core to another.
std::string mappingDot(const MappingSummary &summary);

/// A page with picture and text.
std::string mappingHtml(const MappingSummary &summary);

/// Endings of files that writeMapping() knows: ".dot, .html, ...".
std::string mappingFileEndings();

/// Refuses an ending that is none of these. To be asked before long work.
Status checkMappingFile(const std::string &path);

/// In the form that the ending of `path` names.
Status writeMapping(const MappingSummary &summary, const std::string &path);

} // namespace nacre
