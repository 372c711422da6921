#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# download_data.sh FOLDER [SET...]: fetches data sets from their publishers into FOLDER/SET, as
# `nacre ... --data FOLDER` expects them, and checks them. Without SET: all. What is there and right
# is not fetched again; what is wrong is refused and left as FILE.refused.
#
# Where the checksums come from:
#   mnist          MD5 and SHA-256 of the unpacked files, as packing them differs between mirrors;
#                  MD5 and SHA-256 were computed from one copy, the class counts of which are those
#                  published (simulator/data/MnistTest.cpp)
#   fashion-mnist  MD5 of the .gz files: README of zalandoresearch/fashion-mnist
#   cifar10        MD5 of the archive: https://www.cs.toronto.edu/~kriz/cifar.html
#   nmnist         MD5 of the archives: neuromorphs/tonic, tonic/datasets/nmnist.py
set -uo pipefail

die() {
  echo "error: $*" >&2
  exit 1
}

# sum KIND: the checksum of standard input; unpacked-KIND: of what it unpacks to.
sum() {
  case $1 in
    unpacked-*) gunzip -c 2>/dev/null | "${1#unpacked-}sum" ;;
    *) "${1}sum" ;;
  esac | cut -d' ' -f1
}

# fetch URL FILE KIND SUM: FILE with that checksum.
fetch() {
  local url=$1 file=$2 kind=$3 expected=$4
  if [ -f "$file" ] && [ "$(sum "$kind" <"$file")" = "$expected" ]; then
    echo "$file: there already, $kind $expected"
    return
  fi
  mkdir -p "$(dirname "$file")" || exit 1
  echo "$file: from $url"
  curl --fail --location --silent --show-error --retry 3 --output "$file.part" "$url" ||
    die "cannot fetch $url"
  local found
  found=$(sum "$kind" <"$file.part")
  if [ "$found" != "$expected" ]; then
    mv "$file.part" "$file.refused"
    die "$file.refused: expected $kind $expected, found $found"
  fi
  mv "$file.part" "$file" || exit 1
}

mnist() {
  local base=https://ossci-datasets.s3.amazonaws.com/mnist kind=unpacked-sha256
  fetch $base/train-images-idx3-ubyte.gz "$1/train-images-idx3-ubyte.gz" $kind \
    ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db # MD5 6bbc9ace898e44ae57da46a324031adb
  fetch $base/train-labels-idx1-ubyte.gz "$1/train-labels-idx1-ubyte.gz" $kind \
    65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5 # MD5 a25bea736e30d166cdddb491f175f624
  fetch $base/t10k-images-idx3-ubyte.gz "$1/t10k-images-idx3-ubyte.gz" $kind \
    0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7 # MD5 2646ac647ad5339dbf082846283269ea
  fetch $base/t10k-labels-idx1-ubyte.gz "$1/t10k-labels-idx1-ubyte.gz" $kind \
    ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2 # MD5 27ae3e4e09519cfbb04c329615203637
}

fashion-mnist() {
  local base=http://fashion-mnist.s3-website.eu-central-1.amazonaws.com
  fetch $base/train-images-idx3-ubyte.gz "$1/train-images-idx3-ubyte.gz" md5 \
    8d4fb7e6c68d591d4c3dfef9ec88bf0d
  fetch $base/train-labels-idx1-ubyte.gz "$1/train-labels-idx1-ubyte.gz" md5 \
    25c81989df183df01b3e8a0aad5dffbe
  fetch $base/t10k-images-idx3-ubyte.gz "$1/t10k-images-idx3-ubyte.gz" md5 \
    bef4ecab320f06d8554ea6380940ec79
  fetch $base/t10k-labels-idx1-ubyte.gz "$1/t10k-labels-idx1-ubyte.gz" md5 \
    bb300cfdad3c16e7a12a480ee83cd310
}

cifar10() {
  fetch https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz "$1/cifar-10-binary.tar.gz" md5 \
    c32a1d4ab5d03f1284b67883e8d87530
  tar -xzf "$1/cifar-10-binary.tar.gz" -C "$1" || die "cannot unpack $1/cifar-10-binary.tar.gz"
}

nmnist() {
  local base=https://data.mendeley.com/public-files/datasets/468j46mzdv/files
  fetch $base/39c25547-014b-4137-a934-9d29fa53c7a0/file_downloaded "$1/Train.zip" md5 \
    20959b8e626244a1b502305a9e6e2031
  fetch $base/05a4d654-7e03-4c15-bdfa-9bb2bcbea494/file_downloaded "$1/Test.zip" md5 \
    69ca8762b2fe404d9b9bad1103e97832
  local archive
  for archive in Train Test; do
    python3 -m zipfile -e "$1/$archive.zip" "$1" || die "cannot unpack $1/$archive.zip"
  done
}

sets=(mnist fashion-mnist cifar10 nmnist)
if [ $# -lt 1 ] || [ "$1" = --help ]; then
  echo "usage: $0 FOLDER [SET...]; sets: ${sets[*]}" >&2
  exit 2
fi
folder=$1
shift
[ $# -gt 0 ] || set -- "${sets[@]}"
for name in "$@"; do
  case " ${sets[*]} " in
    *" $name "*) ;;
    *) die "unknown data set '$name'; known: ${sets[*]}" ;;
  esac
done
for name in "$@"; do
  "$name" "$folder/$name"
done
