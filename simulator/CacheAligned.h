// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Arrays that start at a cache line, so that vector registers of them do not straddle two.
#pragma once
#include <cstddef>
#include <new>
#include <vector>

namespace nacre {

template <class T> struct CacheAlignedAllocator {
  using value_type = T;
  static constexpr std::align_val_t lineBytes{64};

  CacheAlignedAllocator() = default;
  template <class U> CacheAlignedAllocator(const CacheAlignedAllocator<U> &) {}

  T *allocate(size_t count) {
    return static_cast<T *>(::operator new(count * sizeof(T), lineBytes));
  }
  void deallocate(T *values, size_t) { ::operator delete(values, lineBytes); }
  bool operator==(const CacheAlignedAllocator &) const = default;
};

template <class T> using CacheAlignedVector = std::vector<T, CacheAlignedAllocator<T>>;

} // namespace nacre
