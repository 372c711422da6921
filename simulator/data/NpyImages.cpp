// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/data/NpyImages.h"
#include "simulator/data/OwnImages.h"
#include <fmt/format.h>

namespace nacre {

using Shape = std::array<int64_t, 3>;

struct Axes {
  Shape shape;               ///< channels, height, width
  bool channelsLast = false; ///< in the array
};

static Result<Axes> axesOf(const NpyArray &images, const DatasetRequest &request) {
  const std::vector<int64_t> &axes = images.shape;
  const std::optional<Shape> &wanted = request.imageShape;
  if (axes.size() < 2 || axes.size() > 4)
    return Error{fmt::format("{}: expected an array of images, found shape {}", request.path,
                             images.shapeText())};
  const std::vector<int64_t> image(axes.begin() + 1, axes.end());
  if (image.size() == 2) {
    const Shape grey{1, image[0], image[1]};
    if (!wanted || *wanted == grey)
      return Axes{grey};
  } else if (!wanted) {
    return Error{fmt::format("{}: shape {} does not say which axes are channels, rows and columns",
                             request.path, images.shapeText()),
                 "say it with --image-shape, 3x32x32 for example", ExitCode::Usage};
  } else if (image.size() == 1) {
    if (image[0] == (*wanted)[0] * (*wanted)[1] * (*wanted)[2])
      return Axes{*wanted};
  } else {
    const auto [c, h, w] = *wanted;
    const bool first = image == std::vector<int64_t>{c, h, w};
    const bool last = image == std::vector<int64_t>{h, w, c};
    if (first && last && c > 1)
      return Error{fmt::format("{}: shape {} is {} with channels first and with channels last",
                               request.path, images.shapeText(), shapeText(*wanted)),
                   "write the images as rows of one axis, channel by channel"};
    if (first || last)
      return Axes{*wanted, last};
  }
  return Error{fmt::format("{}: images of {} do not lie in an array of shape {}", request.path,
                           shapeText(*wanted), images.shapeText())};
}

Result<Dataset> makeNpyImages(const NpyArray &images, const NpyArray &labels,
                              const DatasetRequest &request) {
  Result<Axes> axes = axesOf(images, request);
  if (!axes)
    return axes.error();
  const int64_t count = images.shape[0];
  if (labels.size() != count || labels.shape.empty() || labels.shape[0] != count)
    return Error{fmt::format("{}: expected {} labels, one per image, found shape {}", request.path,
                             count, labels.shapeText())};
  auto pixels = bytesOf(images, request.path, "pixel");
  if (!pixels)
    return pixels.error();
  auto classes = bytesOf(labels, request.path, "label");
  if (!classes)
    return classes.error();
  Dataset data;
  const auto [c, h, w] = axes->shape;
  data.channels = c, data.height = h, data.width = w;
  data.labels = std::move(*classes);
  if (!axes->channelsLast) {
    data.pixels = std::move(*pixels);
    return finish(std::move(data), request.path);
  }
  data.pixels.reserve(pixels->size());
  for (int64_t image = 0; image < count; ++image)
    for (int64_t channel = 0; channel < c; ++channel)
      for (int64_t position = 0; position < h * w; ++position)
        data.pixels.push_back((*pixels)[size_t((image * h * w + position) * c + channel)]);
  return finish(std::move(data), request.path);
}

} // namespace nacre
