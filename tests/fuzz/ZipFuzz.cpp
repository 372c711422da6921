// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/data/ZipFile.h"
#include "tests/fuzz/FuzzTarget.h"

using namespace std::string_literals;

/// A member "a" with the stored bytes "hello", after PKWARE's APPNOTE: local header, central
/// directory, its end.
std::vector<std::string> fuzzSeeds() {
  // Version 1.0, stored, the first of January 1980, CRC-32 of "hello", sizes 5 and 5, name of 1.
  const std::string fields = "\x0a\0\0\0\0\0\0\0\x21\0\x86\xa6\x10\x36\5\0\0\0\5\0\0\0\1\0\0\0"s;
  const std::string local = "PK\3\4"s + fields + "ahello";
  const std::string central = "PK\1\2\x0a\0"s + fields + std::string(14, '\0') + "a";
  return {local + central + "PK\5\6\0\0\0\0\1\0\1\0"s + char(central.size()) + "\0\0\0"s +
          char(local.size()) + std::string(5, '\0')};
}

void fuzzOne(std::string_view bytes) {
  auto archive = nacre::ZipFile::open(bytes, "file");
  if (archive && archive->has("a"))
    (void)archive->read("a", 1 << 20);
}
