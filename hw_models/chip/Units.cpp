// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/chip/Units.h"

namespace nacre {

static constexpr Unit counts[] = {{"", 1}};
static constexpr Unit bits[] = {{"bits", 1}, {"bytes", 8}, {"kib", 8 * 1024}};
static constexpr Unit times[] = {
    {"cycles", 0}, {"ps", 1000}, {"ns", 1000000}, {"us", 1000000000}, {"ms", 1000000000000}};
static constexpr Unit energies[] = {{"fj", 1}, {"pj", 1000}, {"nj", 1000000}};
static constexpr Unit powers[] = {{"nw", 1}, {"uw", 1000}, {"mw", 1000000}};
static constexpr Unit areas[] = {{"um2", 1000000}, {"mm2", 1000000000000}};

std::span<const Unit> unitsOf(Dimension dimension) {
  switch (dimension) {
  case Dimension::Count:
  case Dimension::Flag:
    return counts;
  case Dimension::Bits:
    return bits;
  case Dimension::Time:
    return times;
  case Dimension::Period:
    return std::span(times).subspan(1);
  case Dimension::Energy:
    return energies;
  case Dimension::Power:
    return powers;
  case Dimension::Area:
    return areas;
  }
  return {};
}

namespace {
struct Words {
  std::string_view noun, baseUnit, plural;
};
} // namespace

static Words wordsOf(Dimension dimension) {
  switch (dimension) {
  case Dimension::Count:
    return {"a count", "", "number"};
  case Dimension::Flag:
    return {"true or false", "", "number"};
  case Dimension::Bits:
    return {"a number of bits", " bits", "number of bits"};
  case Dimension::Time:
    return {"a time", " cycles", "number of cycles"};
  case Dimension::Period:
    return {"a time", " fs", "number of femtoseconds"};
  case Dimension::Energy:
    return {"an energy", " fJ", "number of femtojoules"};
  case Dimension::Power:
    return {"a power", " nW", "number of nanowatts"};
  case Dimension::Area:
    return {"an area", " nm2", "number of square nanometres"};
  }
  return {};
}

std::string_view nounOf(Dimension dimension) { return wordsOf(dimension).noun; }

std::string withUnit(int64_t value, Dimension dimension) {
  return std::to_string(value) + std::string(wordsOf(dimension).baseUnit);
}

std::variant<int64_t, std::string> resolve(Decimal number, Dimension dimension, const Unit &unit,
                                           int64_t cycleFs) {
  bool cycles = unit.factor == 0;
  std::optional<int64_t> value = number.times(cycles ? 1 : unit.factor);
  bool time = dimension == Dimension::Time && !cycles;
  if (!value)
    return "is not a whole " + std::string(wordsOf(time ? Dimension::Period : dimension).plural) +
           " below 2^63";
  if (time)
    return *value / cycleFs + (*value % cycleFs > 0);
  return *value;
}

} // namespace nacre
