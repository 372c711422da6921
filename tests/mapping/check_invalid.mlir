// RUN: nacre-check %s --chip loihy 2>%t.chip; test $? = 2
// RUN: FileCheck --check-prefix=CHIP %s < %t.chip
// CHIP: error: {{.*}}loihy

// RUN: nacre-check %s --packing best 2>%t.packing; test $? = 2
// RUN: FileCheck --check-prefix=PACKING %s < %t.packing
// PACKING: error: unknown packing 'best'

// RUN: nacre-check %s --method magic 2>%t.method; test $? = 2
// RUN: FileCheck --check-prefix=METHOD %s < %t.method
// METHOD: error: unknown conversion method 'magic'

// RUN: nacre-check %s 2>%t.empty; test $? = 1
// RUN: FileCheck --check-prefix=EMPTY %s < %t.empty
// EMPTY: error: the module holds no network
module {}
