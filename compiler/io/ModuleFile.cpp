// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/io/ModuleFile.h"
#include "mlir/Bytecode/BytecodeWriter.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"
#include "support/Files.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;

namespace nacre {

static bool isBytecode(StringRef path) { return path.ends_with(".mlirbc"); }

Status checkModulePath(const std::string &path) {
  if (isBytecode(path) || StringRef(path).ends_with(".mlir"))
    return success();
  return Error{"cannot tell the format of '" + path + "'",
               "a module's name ends in .mlir (text) or .mlirbc (bytecode)", ExitCode::Usage};
}

std::string placeOf(Location location) {
  auto place = location->findInstanceOf<FileLineColLoc>();
  if (!place)
    return "";
  std::string text = place.getFilename().str();
  if (place.getLine())
    text += ":" + std::to_string(place.getLine()) + ":" + std::to_string(place.getColumn());
  text += ": ";
  if (auto node = location->findInstanceOf<NameLoc>(); node && !place.getLine())
    text += "node '" + node.getName().str() + "': ";
  return text;
}

Result<OwningOpRef<ModuleOp>> readModule(const std::string &path, MLIRContext *context) {
  Result<std::string> bytes = readFile(path);
  if (!bytes)
    return bytes.error();
  std::string message;
  ScopedDiagnosticHandler handler(context, [&](Diagnostic &diagnostic) {
    if (message.empty()) {
      llvm::raw_string_ostream stream(message);
      stream << placeOf(diagnostic.getLocation());
      diagnostic.print(stream);
    }
  });
  llvm::SourceMgr sources;
  sources.AddNewSourceBuffer(llvm::MemoryBuffer::getMemBufferCopy(*bytes, path), {});
  OwningOpRef<ModuleOp> module = parseSourceFile<ModuleOp>(sources, context);
  if (!module)
    return Error{message.empty() ? "cannot parse '" + path + "'" : message};
  return module;
}

Status writeModule(ModuleOp module, const std::string &path) {
  if (Status valid = checkModulePath(path); !valid)
    return valid;
  std::string bytes;
  llvm::raw_string_ostream stream(bytes);
  if (isBytecode(path)) {
    if (failed(writeBytecodeToFile(module, stream)))
      return Error{"cannot write '" + path + "' as bytecode"};
  } else {
    module.print(stream);
    stream << "\n";
  }
  return writeFile(path, bytes);
}

} // namespace nacre
