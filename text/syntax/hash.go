package syntax

// feature hashes one value under a template number.
func feature(template, a uint32) uint32 {
	h := a*0x9E3779B1 + template*0x85EBCA77
	h ^= h >> 15
	h *= 0x2C1B3C6D
	return h ^ h>>13
}

// blend makes one value of two, sensitive to their order.
func blend(a, b uint32) uint32 {
	h := a*0xC2B2AE3D + b*0x27D4EB2F + 0x165667B1
	return h ^ h>>16
}
