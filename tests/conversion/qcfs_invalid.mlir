// RUN: nacre-opt --convert-qann-to-snn=method=qcfs --verify-diagnostics %s

func.func @max_pool(%image: tensor<?x1x2x2xui8>) -> tensor<?x2xf32> {
  %x = qann.input %image {scale = 1.0 : f32, zero_point = 0 : i32} : tensor<?x1x2x2xui8> -> tensor<?x1x2x2xf32>
  %c = qann.conv2d %x {weight = dense<1> : tensor<1x1x1x1xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32} : tensor<?x1x2x2xf32> -> tensor<?x1x2x2xf32>
  %a = qann.act %c {step = array<f32: 1.0>, levels = 3 : i32} : tensor<?x1x2x2xf32>
  // expected-error @+1 {{'qcfs' is defined for average pooling}}
  %p = qann.max_pool %a {kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>} : tensor<?x1x2x2xf32> -> tensor<?x1x1x1xf32>
  %f = qann.flatten %p : tensor<?x1x1x1xf32> -> tensor<?x1xf32>
  %l = qann.linear %f {weight = dense<1> : tensor<2x1xi8>, weight_scale = array<f32: 1.0>, weight_bits = 8 : i32} : tensor<?x1xf32> -> tensor<?x2xf32>
  %o = qann.output %l : tensor<?x2xf32>
  return %o : tensor<?x2xf32>
}
