// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Pictures that stand by themselves, on light and dark screens.
#pragma once
#include <string>
#include <string_view>

namespace nacre {

/// For text and attributes.
std::string svgEscaped(std::string_view text);

/// A document of this size in pixels with a title line. Classes: `soft` text, `core` and `link`
/// marks (with an opacity), `unused` ones, `frame` lines.
std::string svgDocument(double width, double height, std::string_view title, std::string_view body);

/// Opacity of a mark: from 0.12 for 0 up to 1 for the most, so that what is there is seen.
double svgOpacity(double value, double most);

/// A row of fields from 0 to the most, and what they stand for; 20 pixels high.
std::string svgScale(double x, double y, std::string_view markClass, std::string_view from,
                     std::string_view to);

} // namespace nacre
