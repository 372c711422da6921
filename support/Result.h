// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a user can cause is a Result; what only a bug can cause is an assertion.
// C++17, because training includes it.
#pragma once
#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace nacre {

/// Exit codes of every command.
enum class ExitCode { Done = 0, Failed = 1, Usage = 2, DoesNotFit = 3 };

/// One refusal: `message` says what is wrong and where, `remedy` what to do (may be empty).
struct Error {
  std::string message;
  std::string remedy = {};
  ExitCode exitCode = ExitCode::Failed;

  /// "error: MESSAGE" and, when there is one, a second line "note: REMEDY".
  std::string text() const {
    return "error: " + message + "\n" + (remedy.empty() ? "" : "note: " + remedy + "\n");
  }
};

/// A value or an Error.
template <class T> class [[nodiscard]] Result {
  std::variant<T, Error> state;

public:
  Result(T value) : state(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state.index() == 0; }
  T &operator*() { return assert(*this), *std::get_if<0>(&state); }
  const T &operator*() const { return assert(*this), *std::get_if<0>(&state); }
  T *operator->() { return &**this; }
  const T *operator->() const { return &**this; }
  const Error &error() const { return assert(!*this), *std::get_if<1>(&state); }
};

struct Success {};
using Status = Result<Success>;
inline Status success() { return Success{}; }

} // namespace nacre
