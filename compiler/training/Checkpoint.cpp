// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The part of Trainer that survives a kill: one file, replaced as a whole after each epoch.
#include "compiler/training/Trainer.h"
#include "support/Files.h"
#include <ATen/core/grad_mode.h>
#include <sstream>
#include <torch/serialize.h>

namespace nacre {

std::vector<at::Tensor> Trainer::state() const {
  std::vector<at::Tensor> tensors = actParameters;
  for (const TorchGraph::Parameter &parameter : graph.parameters())
    tensors.push_back(parameter.value);
  return tensors;
}

static std::string key(size_t index) { return "tensor" + std::to_string(index); }

Status Trainer::save(const std::string &path, const std::string &run) const {
  std::ostringstream bytes;
  try {
    torch::serialize::OutputArchive archive, momenta;
    archive.write("run", c10::IValue(run));
    archive.write("epochs", c10::IValue(done));
    std::vector<at::Tensor> tensors = state();
    for (size_t i = 0; i < tensors.size(); ++i)
      archive.write(key(i), tensors[i]);
    optimizer->save(momenta);
    archive.write("optimizer", momenta);
    archive.save_to(bytes);
  } catch (const c10::Error &error) {
    return Error{"cannot make a checkpoint: " + error.msg()};
  }
  return writeFile(path, bytes.str());
}

Status Trainer::load(const std::string &path, const std::string &run) {
  Result<std::string> bytes = readFile(path);
  if (!bytes)
    return bytes.error();
  const char *remedy = "remove it to start again";
  try {
    std::istringstream stream(*bytes);
    torch::serialize::InputArchive archive, momenta;
    archive.load_from(stream);
    c10::IValue value;
    archive.read("run", value);
    if (std::string stored = value.toStringRef(); stored != run)
      return Error{"checkpoint '" + path + "' is of another run: " + stored, remedy};
    archive.read("epochs", value);
    done = value.toInt();
    at::NoGradGuard noGradient;
    std::vector<at::Tensor> tensors = state();
    for (size_t i = 0; i < tensors.size(); ++i) {
      at::Tensor stored;
      archive.read(key(i), stored);
      tensors[i].copy_(stored);
    }
    archive.read("optimizer", momenta);
    optimizer->load(momenta);
  } catch (const std::exception &) {
    return Error{"checkpoint '" + path + "' is damaged", remedy};
  }
  return success();
}

} // namespace nacre
