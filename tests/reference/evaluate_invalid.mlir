// RUN: not nacre-evaluate %s 2>&1 | FileCheck %s
// CHECK: error: the module holds no network: no qann.output
// CHECK: note: a quantized network is a function

// RUN: nacre-evaluate %s --method magic 2>%t.method; test $? = 2
// RUN: FileCheck --check-prefix=METHOD %s < %t.method
// METHOD: error: unknown conversion method 'magic'
// METHOD: note: known: {{.*}}noise-adaptor

// RUN: nacre-evaluate %s --time-step 3 2>%t.option; test $? = 2
// RUN: FileCheck --check-prefix=OPTION %s < %t.option
// OPTION: did you mean '--time-steps'?

// RUN: not nacre-evaluate absent.mlir 2>&1 | FileCheck --check-prefix=FILE %s
// FILE: absent.mlir

module {
}
