// The network of tiny.mlir in TOSA: does the left or the right half of an 8x8 image hold more ink?
// Sums of up to 32 pixels are divided by 64 and rounded, 0 to 3.
func.func @halves(%image: tensor<?x8x8x1xi8>) -> tensor<?x2xi32> {
  %ink = "tosa.const"() {values = dense<1> : tensor<1x8x4x1xi8>} : () -> tensor<1x8x4x1xi8>
  %eye = "tosa.const"() {values = dense<[[[1, 0], [0, 1]]]> : tensor<1x2x2xi8>} : () -> tensor<1x2x2xi8>
  %bias = "tosa.const"() {values = dense<0> : tensor<1xi32>} : () -> tensor<1xi32>
  %low = "tosa.const"() {values = dense<-128> : tensor<1xi8>} : () -> tensor<1xi8>
  %zero = "tosa.const"() {values = dense<0> : tensor<1xi8>} : () -> tensor<1xi8>
  %multiplier = "tosa.const"() {values = dense<1073741824> : tensor<1xi32>} : () -> tensor<1xi32>
  %shift = "tosa.const"() {values = dense<36> : tensor<1xi8>} : () -> tensor<1xi8>
  %vector = tosa.const_shape {values = dense<[1, 1, 2]> : tensor<3xindex>} : () -> !tosa.shape<3>
  %scores = tosa.const_shape {values = dense<[1, 2]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %sum = tosa.conv2d %image, %ink, %bias, %low, %zero {acc_type = i32, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 4>, dilation = array<i64: 1, 1>} : (tensor<?x8x8x1xi8>, tensor<1x8x4x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<?x1x2x1xi32>
  %act = tosa.rescale %sum, %multiplier, %shift, %bias, %low {input_unsigned = false, output_unsigned = false, per_channel = false, rounding_mode = SINGLE_ROUND, scale32 = true} : (tensor<?x1x2x1xi32>, tensor<1xi32>, tensor<1xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<?x1x2x1xi8>
  %clamped = tosa.clamp %act {min_val = -128 : i8, max_val = -125 : i8} : (tensor<?x1x2x1xi8>) -> tensor<?x1x2x1xi8>
  %flat = tosa.reshape %clamped, %vector : (tensor<?x1x2x1xi8>, !tosa.shape<3>) -> tensor<1x1x2xi8>
  %classes = tosa.matmul %flat, %eye, %low, %zero : (tensor<1x1x2xi8>, tensor<1x2x2xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x2xi32>
  %out = tosa.reshape %classes, %scores : (tensor<1x1x2xi32>, !tosa.shape<2>) -> tensor<?x2xi32>
  return %out : tensor<?x2xi32>
}
