// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Integer attributes as in MLIR's I32Attr and I64Attr, but read as signed values.
#ifndef NACRE_ATTRIBUTES
#define NACRE_ATTRIBUTES

include "mlir/IR/CommonAttrConstraints.td"

def Int32Attr : TypedSignlessIntegerAttrBase<I32, "int32_t", "32-bit integer attribute">;
def Int64Attr : TypedSignlessIntegerAttrBase<I64, "int64_t", "64-bit integer attribute">;

#endif
