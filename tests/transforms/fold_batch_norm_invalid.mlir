// RUN: nacre-opt --fold-batch-norm --verify-diagnostics %s

func.func @of_the_argument(%x: tensor<?x1x1x1xf32>) -> tensor<?x1x1x1xf32> {
  // expected-error @+1 {{cannot be folded: it must follow a qann.conv2d or qann.linear}}
  %b = qann.batch_norm %x {gamma = array<f32: 2.0>, beta = array<f32: 7.0>, mean = array<f32: 1.0>, variance = array<f32: 3.0>, epsilon = 1.0 : f32} : tensor<?x1x1x1xf32>
  return %b : tensor<?x1x1x1xf32>
}
