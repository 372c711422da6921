// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/report/ReportHtml.h"
#include "simulator/report/ReportFixture.h"
#include "simulator/report/ReportJson.h"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace nacre;
using Json = nlohmann::json;

static std::string dataOf(const std::string &page) {
  std::string open = R"(<script type="application/json" id="data">)";
  size_t start = page.find(open) + open.size();
  return page.substr(start, page.find("</script>", start) - start);
}

TEST(ReportHtml, CarriesTheJsonWithCoresAsColumns) {
  Report report = toyReport(toyRun(), toyReference());
  Json page = Json::parse(dataOf(*reportHtml(report))), json = Json::parse(*reportJson(report));
  EXPECT_EQ(page["cores"]["id"], (std::vector<int>{0, 3}));
  EXPECT_EQ(page["cores"]["energy_fj"], (std::vector<int>{404, 940}));
  page.erase("cores");
  json.erase("cores");
  EXPECT_EQ(page, json);
}

TEST(ReportHtml, NamesCannotLeaveTheirPlace) {
  std::string page = *reportHtml(toyReport(toyRun()));
  EXPECT_EQ(dataOf(page).find('<'), std::string::npos);
  EXPECT_NE(dataOf(page).find(R"(\u003c/script>\u003cb>)"), std::string::npos);
  EXPECT_NE(page.find("<title>tiny &amp; new on toy</title>"), std::string::npos);
  EXPECT_EQ(page.find("<b>"), std::string::npos);
  EXPECT_EQ(page.find("{{"), std::string::npos) << "a place that was not filled in";
}

TEST(ReportHtml, NeedsNoNetwork) {
  std::string page = *reportHtml(toyReport(toyRun()));
  for (const char *outside : {"src=", "href=", "@import", "url(", "fetch(", "https:"})
    EXPECT_EQ(page.find(outside), std::string::npos) << outside;
  // The name of the SVG format is the only address.
  size_t address = page.find("http:");
  EXPECT_EQ(page.find("http://www.w3.org/2000/svg"), address);
  EXPECT_EQ(page.find("http:", address + 1), std::string::npos);
}

TEST(ReportHtml, StaysSmall) {
  Report report = toyReport(toyRun());
  CoreReport core = report.cores[1];
  core.activity.counters[Event::Spikes] = 123456;
  core.activity.energy[EnergyPart::Memory] = 1234567890;
  core.busy = 0.123456789012345;
  report.cores.assign(1000, core);
  EXPECT_LT(reportHtml(report)->size(), 150'000u);
}
