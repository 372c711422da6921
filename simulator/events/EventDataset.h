// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Labelled recordings, one data set a file in sets/.
#pragma once
#include "simulator/data/DatasetReader.h"
#include "simulator/events/Recording.h"
#include <memory>

namespace nacre {

/// Recordings are read one at a time: a set need not fit into memory.
class EventDataset {
public:
  std::string name;              ///< "nmnist test"
  int64_t width = 0, height = 0; ///< of the sensor
  bool hasPolarities = true;     ///< else all events are of one kind
  int64_t classes = 0;
  std::vector<int64_t> labels; ///< one a recording, < classes

  virtual ~EventDataset() = default;
  int64_t size() const { return int64_t(labels.size()); }
  /// Its label is that of the set. Not for several threads at once.
  virtual Result<Recording> read(int64_t index) const = 0;
};

struct EventDatasetReader {
  std::string summary; ///< size, classes, where the files come from
  Result<std::unique_ptr<EventDataset>> (*open)(const std::string &folder, Split split) = nullptr;
};

using EventDatasetReaderRegistry = Registry<EventDatasetReader>;
void registerAllEventDatasetReaders(EventDatasetReaderRegistry &registry);

} // namespace nacre
