#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Sourced by quickstart.sh and test.sh: installs what is missing, and says what.

# Debian 12 packages, by what they are for.
packages=(
  bazel-bootstrap                                              # build
  clang-22 lld-22 libclang-rt-22-dev                           # compiler
  libmlir-22-dev mlir-22-tools llvm-22-dev llvm-22-tools       # MLIR, mlir-tblgen, FileCheck
  libtorch-dev                                                 # training
  libboost-dev libboost-graph-dev libfmt-dev libyaml-cpp-dev   # libraries
  nlohmann-json3-dev libcli11-dev
  libflatbuffers-dev flatbuffers-compiler zlib1g-dev
  protobuf-compiler libprotobuf-dev libonnx-dev                # ONNX: its schema, and protoc
  libonnx-testdata                                             # ONNX: tests of its operators
  libpng-dev libzip-dev liblz4-dev libzstd-dev libhdf5-dev     # data sets and event files
  libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev # tests and benchmarks
)

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

missing_packages() {
  local package
  for package in "${packages[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
      echo "$package"
  done
}

# install_missing [--no-install]: installs with root or sudo; with --no-install only lists.
install_missing() {
  local missing root=()
  command -v dpkg-query >/dev/null || {
    echo "error: Nacre builds on Debian 12; this system has no dpkg" >&2
    return 1
  }
  mapfile -t missing < <(missing_packages)
  if [ ${#missing[@]} -eq 0 ]; then
    echo "All ${#packages[@]} packages are there."
    return 0
  fi
  echo "Missing packages: ${missing[*]}"
  [ "${1:-}" = --no-install ] && return 0
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "error: neither root nor sudo; ask an administrator to run" >&2
      echo "  apt-get update && apt-get install --no-install-recommends ${missing[*]}" >&2
      return 1
    fi
    root=(sudo)
  fi
  "${root[@]}" apt-get update -q &&
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -q -y --no-install-recommends "${missing[@]}"
}

# Leaves ./bin/nacre, a link to the command that Bazel built.
link_command() {
  mkdir -p bin && ln -sfn ../bazel-bin/tools/nacre bin/nacre
}
