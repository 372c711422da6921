#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# download_data.sh without a network: a curl that "fetches" what it is told to.
set -u
script=$PWD/tools/download_data.sh
cd "$(mktemp -d -p "${TEST_TMPDIR:-/tmp}")" || exit 1
mkdir path
PATH=$PWD/path:$PATH
# The argument behind --output is where it goes.
cat >path/curl <<'STUB'
#!/usr/bin/env bash
while [ "$1" != --output ]; do shift; done
echo "another file" | gzip >"$2"
STUB
chmod +x path/curl
fail() {
  echo "FAILED: $*"
  exit 1
}

"$script" data fashion-mnist >out 2>err && fail "a wrong file was taken"
grep -q 'train-images-idx3-ubyte.gz.refused: expected md5 8d4fb7e6' err || fail "$(cat err)"
[ -f data/fashion-mnist/train-images-idx3-ubyte.gz.refused ] || fail "not kept as .refused"
[ -f data/fashion-mnist/train-images-idx3-ubyte.gz ] && fail "a wrong file lies there"
"$script" data mnist >out 2>err && fail "a wrong file was taken"
# SHA-256 of the unpacked line.
grep -q "found $(echo "another file" | sha256sum | cut -d' ' -f1)" err || fail "$(cat err)"
"$script" data minst >out 2>err && fail "an unknown set was taken"
grep -q "unknown data set 'minst'; known: mnist" err || fail "$(cat err)"
printf '#!/bin/sh\nexit 6\n' >path/curl
"$script" data cifar10 >out 2>err && fail "no file was taken"
grep -q 'cannot fetch https://www.cs.toronto.edu' err || fail "$(cat err)"
echo "all as expected"
