// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// NIR -> snn -> NIR -> snn -> NIR: the two modules are the same text, the two files the same bytes;
// a graph in normal form comes back isomorphic, with equal parameters.
#include "compiler/export/nir/Exporter.h"
#include "compiler/import/nir/Importer.h"
#include "compiler/import/nir/Writer.h"
#include "compiler/reference/SnnInterpreter.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "tests/equivalence/RandomSnn.h"
#include "tests/nir/Isomorphism.h"
#include "tests/nir/RandomGraph.h"
#include <cstdlib>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>

using namespace nacre;
using testing::AnyOf;
using testing::HasSubstr;

namespace {

/// In a context of its own, where the names of its resources are not taken.
struct Module {
  std::unique_ptr<mlir::MLIRContext> context =
      std::make_unique<mlir::MLIRContext>(mlir::MLIRContext::Threading::DISABLED);
  mlir::OwningOpRef<mlir::ModuleOp> module;

  Module() { context->loadDialect<snn::SnnDialect>(); }
  explicit operator bool() const { return bool(module); }
  snn::NetworkOp network() { return *module->getOps<snn::NetworkOp>().begin(); }
  std::string text() {
    std::string text;
    llvm::raw_string_ostream stream(text);
    module->print(stream);
    return text;
  }
};

class NirRoundTrip : public testing::Test {
protected:
  ImportOptions options;
  Findings findings;

  void SetUp() override { options.nirDtSeconds = nir::randomGraphDt; }

  Module import(const nir::File &file) {
    findings = {};
    Module result;
    result.module = importNir(file, "file.nir", options, findings, *result.context).module;
    return result;
  }

  std::string exported(Module &module) {
    findings = {};
    Exported result = exportNir(module.network(), {.nirDtSeconds = options.nirDtSeconds}, findings);
    EXPECT_TRUE(findings.empty()) << findings.text("file.nir");
    return result.bytes;
  }

  static nir::File fileOf(const std::string &bytes) {
    auto file = nir::readBytes(bytes, "file.nir");
    EXPECT_TRUE(file) << file.error().message;
    return *file;
  }

  static std::string listing(const nir::Node &graph) {
    std::string text;
    for (const auto &[name, node] : graph.nodes) {
      text += fmt::format("  {} {}", node.type, name);
      for (const auto &[field, array] : node.numbers)
        text += fmt::format(" {}[{}]={}..", field, fmt::join(array.shape, ","),
                            array.values.empty() ? 0 : array.values.back());
      text += "\n";
    }
    for (const auto &[from, to] : graph.edges)
      text += fmt::format("  {} -> {}\n", from, to);
    return text;
  }

  /// The file that comes back, of a file that can be imported.
  nir::File expectSame(const nir::File &file) {
    Module first = import(file);
    EXPECT_TRUE(first) << findings.text("file.nir");
    if (!first)
      return {};
    const std::string bytes = exported(first);
    nir::File back = fileOf(bytes);
    Module second = import(back);
    EXPECT_TRUE(second) << findings.text("file.nir");
    if (!second)
      return {};
    EXPECT_TRUE(mlir::succeeded(mlir::verify(*second.module)));
    EXPECT_EQ(first.text(), second.text());
    EXPECT_TRUE(bytes == exported(second)) << "another file";
    return back;
  }

  /// Runs both on the same random spikes; how many there were.
  static int64_t expectSameSpikes(Module &a, Module &b, std::mt19937_64 &random) {
    auto first = SnnInterpreter::create(a.network()), second = SnnInterpreter::create(b.network());
    EXPECT_TRUE(first && second);
    if (!first || !second)
      return 0;
    constexpr int64_t steps = 12;
    uint32_t neurons = 1;
    for (int64_t size : first->inputShape())
      neurons *= uint32_t(size);
    SpikeTrain train;
    train.steps.resize(steps);
    for (auto &spikes : train.steps)
      for (uint32_t n = 0; n < neurons; ++n)
        if (random() % 3 == 0)
          spikes.push_back(n);
    const SnnRun one = first->run(train, steps, true), two = second->run(train, steps, true);
    EXPECT_EQ(one.potentials, two.potentials);
    EXPECT_EQ(namedSpikes(one, *first), namedSpikes(two, *second));
    return int64_t(one.spikes.size());
  }

  static std::vector<std::tuple<std::string, int32_t, int32_t>>
  namedSpikes(const SnnRun &run, const SnnInterpreter &network) {
    const std::vector<std::string> names = network.populationNames();
    std::vector<std::tuple<std::string, int32_t, int32_t>> spikes;
    for (const SnnSpike &spike : run.spikes)
      spikes.emplace_back(names[size_t(spike.population)], spike.neuron, spike.step);
    std::sort(spikes.begin(), spikes.end());
    return spikes;
  }
};

} // namespace

TEST_F(NirRoundTrip, GraphsInNormalFormComeBackIsomorphic) {
  for (uint64_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    std::mt19937_64 random(seed);
    const nir::File file{nir::randomGraph(random, /*normalForm=*/true), "1.0.7"};
    options.nirReset = "subtract";
    for (const auto &[name, node] : file.graph.nodes)
      if (node.numbers.count("v_reset"))
        options.nirReset = "";
    const nir::File back = expectSame(file);
    EXPECT_TRUE(areIsomorphic(file.graph, back.graph)) << "a graph of\n"
                                                       << listing(file.graph) << "came back as\n"
                                                       << listing(back.graph);
    if (HasFailure())
      return;
  }
}

TEST_F(NirRoundTrip, OneOtherNumberOrEdgeIsNotIsomorphic) {
  std::mt19937_64 random(1);
  const nir::Node graph = nir::randomGraph(random, true);
  EXPECT_TRUE(areIsomorphic(graph, graph));
  nir::Node other = graph;
  for (auto &[name, node] : other.nodes)
    if (auto weight = node.numbers.find("weight"); weight != node.numbers.end())
      weight->second.values.back() += 1e-3;
  EXPECT_FALSE(areIsomorphic(graph, other));
  other = graph;
  std::swap(other.edges.front().first, other.edges.front().second);
  EXPECT_FALSE(areIsomorphic(graph, other));
  other = graph;
  other.nodes["more"] = {.type = "Flatten"};
  EXPECT_FALSE(areIsomorphic(graph, other));
}

TEST_F(NirRoundTrip, AnyGraphIsTheSameModuleAgain) {
  int imported = 0;
  for (uint64_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    std::mt19937_64 random(seed);
    const nir::File file{nir::randomGraph(random, /*normalForm=*/false), "1.0.7"};
    options.nirReset = seed % 3 ? "subtract" : "hard";
    options.nirInclusive = seed % 5 == 0;
    options.weightBits = seed % 7 == 0 ? 4 : 8;
    if (!import(file)) { // a rest behind a pool, one reset for many units, too large a weight
      EXPECT_THAT(findings.text(""),
                  AnyOf(HasSubstr("NCR1307"), HasSubstr("NCR1306"), HasSubstr("NCR1309")));
      continue;
    }
    ++imported;
    expectSame(file);
    if (HasFailure())
      return;
  }
  EXPECT_GT(imported, 100);
}

TEST_F(NirRoundTrip, RandomNetworksSpikeTheSame) {
  options.weightBits = 4;
  int64_t spikes = 0;
  for (uint64_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    std::mt19937_64 random(seed);
    const std::string text = randomSpikingSnn(random);
    Module module;
    module.module = mlir::parseSourceString<mlir::ModuleOp>(text, module.context.get());
    ASSERT_TRUE(module) << text;
    const bool subtracts = text.find("to_value") == std::string::npos;
    options.nirReset = subtracts ? "subtract" : "";
    options.nirInclusive = text.find("strict") == std::string::npos;
    const std::string bytes = exported(module);
    Module back = import(fileOf(bytes));
    ASSERT_TRUE(back) << findings.text("file.nir") << text;
    spikes += expectSameSpikes(module, back, random);
    EXPECT_TRUE(bytes == exported(back)) << "another file";
    if (HasFailure()) {
      fmt::print("{}", text);
      return;
    }
  }
  EXPECT_GT(spikes, 10000);
}

TEST_F(NirRoundTrip, ExampleAndPublishedFiles) {
  std::vector<std::string> paths = {"docs/examples/tiny.nir"};
  if (const char *data = std::getenv("NACRE_DATA"))
    paths.push_back(fmt::format("{}/nir/cnn_sinabs.nir", data));
  else
    fmt::print("NACRE_DATA is not set: cnn_sinabs.nir is left out\n");
  for (const std::string &path : paths) {
    SCOPED_TRACE(path);
    auto file = nir::readFile(path);
    ASSERT_TRUE(file) << file.error().message;
    for (const char *reset : {"subtract", "hard"}) {
      options.nirReset = reset;
      options.nirDtSeconds = 0.0001;
      expectSame(*file);
    }
  }
}
