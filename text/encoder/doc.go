// Package encoder turns the pieces of words into vectors that know their
// context: a transformer encoder as BERT's, with int8 weights, over package
// kernel.
//
// In goes a file of weights, [Open], and then windows of piece numbers,
// [Encoder.Encode]; out comes one row of float32 a piece. What the numbers
// stand for, and what the rows are good for, is the business of others: they
// can put further layers behind with [Block] and [Linear].
//
// # Weight files
//
// A file begins with the 8 bytes "TOCSINR1", the length of its header as a
// little-endian uint32, and the header, which is JSON:
//
//	{"config": …, "tensors": [{"name": "layer.0.qkv.weight", "type": "packed",
//	  "shape": [1152, 384], "offset": 4096, "bytes": 442368}, …]}
//
// Offsets count from the start of the file and are multiples of 64; all
// numbers are little-endian. A tensor is an "i8", "i32", "f32" or, for the
// weights of a [Linear], "packed": int8 in the panels of package kernel, with
// the padding of its channels in "bytes" but not in "shape". The config is
// for whoever wrote the file and is not read here.
//
// The file's memory is used in place and must not change. Opening one checks
// that all tensors lie inside; asking for one checks its type and shape, and
// the errors say which is wrong.
package encoder
