// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Images that users have as comma-separated values.
#include "simulator/data/CsvImages.h"
#include "simulator/data/OwnImages.h"
#include "support/Files.h"

namespace nacre {

static Result<Dataset> read(const DatasetRequest &request) {
  DatasetRequest file = request;
  file.path = splitFile(request, ".csv");
  Result<std::string> text = readFile(file.path);
  if (!text)
    return Error{text.error().message,
                 "--data names a folder with train.csv and test.csv (or .csv.gz), or one file"};
  return parseCsvImages(*text, file);
}

void registerCsv(DatasetReaderRegistry &registry) {
  registry.add("csv", {"your images, a line each: pixels 0..255 and class; reads train.csv and "
                       "test.csv, plain or .gz, or one file; needs --image-shape",
                       DatasetReader::AFileASplit | DatasetReader::TakesShape |
                           DatasetReader::TakesLabelColumn,
                       read});
}

} // namespace nacre
