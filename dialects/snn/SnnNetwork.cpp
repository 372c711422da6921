// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The rules of a whole network.
#include "dialects/snn/Snn.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;

namespace nacre::snn {

template <class Op> static Op firstOf(NetworkOp network) {
  auto ops = network.getBody().getOps<Op>();
  return ops.empty() ? Op() : *ops.begin();
}

InputOp NetworkOp::getInput() { return firstOf<InputOp>(*this); }
ReadoutOp NetworkOp::getReadout() { return firstOf<ReadoutOp>(*this); }

static LogicalResult verifyNames(NetworkOp network) {
  llvm::StringSet<> taken;
  auto verify = [&](Operation *op, StringRef name) -> LogicalResult {
    if (name.empty())
      return op->emitOpError("[SNN-N3] needs a name");
    if (!taken.insert(name).second)
      return op->emitOpError("[SNN-N3] name '") << name << "' is already taken in the network";
    return success();
  };
  for (Operation &op : network.getOps())
    if (auto neuron = dyn_cast<NeuronOp>(op); neuron && failed(verify(neuron, neuron.getName())))
      return failure();
    else if (auto readout = dyn_cast<ReadoutOp>(op);
             readout && failed(verify(readout, readout.getName())))
      return failure();
  return success();
}

namespace {
/// Depth-first search for a loop of operations that have no Cut among them.
template <class Cut> class LoopSearch {
  enum class State { Open, Done };
  llvm::DenseMap<Operation *, State> states;

public:
  /// Is a loop without Cut reachable backwards from `root`? Iterative: networks can be deep.
  bool findsLoop(Operation *root) {
    llvm::SmallVector<std::pair<Operation *, unsigned>> path;
    auto enter = [&](Operation *op) {
      states[op] = State::Open;
      path.push_back({op, 0});
    };
    if (!states.count(root))
      enter(root);
    while (!path.empty()) {
      auto &[op, next] = path.back();
      if (isa<Cut>(op) || next == op->getNumOperands()) {
        states[op] = State::Done;
        path.pop_back();
        continue;
      }
      Operation *source = op->getOperand(next++).getDefiningOp();
      auto known = states.find(source);
      if (known == states.end())
        enter(source);
      else if (known->second == State::Open)
        return true;
    }
    return false;
  }
};
} // namespace

LogicalResult NetworkOp::verifyRegions() {
  for (Operation &op : getOps())
    if (op.getDialect() != (*this)->getDialect() || isa<NetworkOp>(op))
      return op.emitOpError("[SNN-N4] must not be in an snn.network, which holds only snn "
                            "operations");
  int64_t inputs = llvm::range_size(getBody().getOps<InputOp>());
  int64_t readouts = llvm::range_size(getBody().getOps<ReadoutOp>());
  if (inputs > 1 || readouts > 1)
    return emitOpError("[SNN-N1] must hold one snn.input and one snn.readout at most but holds ")
           << inputs << " and " << readouts;
  if (readouts == 0 && getBody().getOps<NeuronOp>().empty())
    return emitOpError("[SNN-N1] must hold a population");
  LoopSearch<DelayOp> withoutDelay;
  LoopSearch<NeuronOp> withoutNeuron;
  for (Operation &op : getOps()) {
    if (withoutDelay.findsLoop(&op))
      return op.emitOpError("[SNN-N2] lies on or behind a loop without an snn.delay");
    if (withoutNeuron.findsLoop(&op))
      return op.emitOpError("[SNN-N2] lies on or behind a loop without an snn.neuron");
  }
  return verifyNames(*this);
}

} // namespace nacre::snn
