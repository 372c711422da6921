// A classifier of two classes for 8x8 images, small enough to follow by hand: does the left or the
// right half hold more ink?
func.func @halves(%image: tensor<?x1x8x8xui8>) -> tensor<?x2xf32> {
  %x = qann.input %image {scale = 0.0625 : f32, zero_point = 0 : i32} : tensor<?x1x8x8xui8> -> tensor<?x1x8x8xf32>
  %sum = qann.conv2d %x {weight = dense<1> : tensor<1x1x8x4xi8>, weight_scale = array<f32: 0.5>, weight_bits = 2 : i32, strides = array<i64: 1, 4>} : tensor<?x1x8x8xf32> -> tensor<?x1x1x2xf32>
  %act = qann.act %sum {step = array<f32: 2.0>, levels = 3 : i32} : tensor<?x1x1x2xf32>
  %flat = qann.flatten %act : tensor<?x1x1x2xf32> -> tensor<?x2xf32>
  %scores = qann.linear %flat {weight = dense<[[1, 0], [0, 1]]> : tensor<2x2xi8>, weight_scale = array<f32: 1.0>, weight_bits = 2 : i32} : tensor<?x2xf32> -> tensor<?x2xf32>
  %out = qann.output %scores : tensor<?x2xf32>
  return %out : tensor<?x2xf32>
}
