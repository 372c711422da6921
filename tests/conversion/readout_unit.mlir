// RUN: nacre-opt --convert-qann-to-snn %s 2>&1 | FileCheck %s

// Classes are compared, so they need one unit. At unit 1 class 0 keeps 127, the most of 8 bits, and
// class 1 is 101 * 0.5 = 50.5, rounded to 51: 127.5 units too much for a pixel of 255. At unit 0.5
// class 0 would need 254.
// CHECK: remark: 1 weights rounded to share one unit; a step's current is off by at most 127.50 units
func.func @readout(%image: tensor<?x1x1x1xui8>) -> tensor<?x2xf32> {
  %x = qann.input %image {scale = 1.0 : f32, zero_point = 0 : i32} : tensor<?x1x1x1xui8> -> tensor<?x1x1x1xf32>
  %f = qann.flatten %x : tensor<?x1x1x1xf32> -> tensor<?x1xf32>
  %l = qann.linear %f {weight = dense<[[127], [101]]> : tensor<2x1xi8>, weight_scale = array<f32: 1.0, 0.5>, weight_bits = 8 : i32} : tensor<?x1xf32> -> tensor<?x2xf32>
  // CHECK: snn.readout "readout"(%{{.*}}) {{.*}}unit = array<f64: 1.000000e+00>
  %o = qann.output %l : tensor<?x2xf32>
  return %o : tensor<?x2xf32>
}
// CHECK: "0x010000007F33"
