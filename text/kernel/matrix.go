package kernel

import "fmt"

const (
	// panelWidth is how many output channels lie side by side in the packed
	// weights: one cache line of four int8 each.
	panelWidth = 16
	// pairWidth is the padding of the output channels, so that a machine
	// with 512-bit registers can always take two panels at once.
	pairWidth = 2 * panelWidth
	// depthStep divides every depth, so that no kernel needs a tail.
	depthStep = 64
)

// Padded is the number of output channels that a Matrix of n has in memory:
// n rounded up to a multiple of 32.
func Padded(n int) int { return (n + pairWidth - 1) / pairWidth * pairWidth }

// Matrix is a linear layer's int8 weights, N output channels of depth K. Its
// slices may lie in a file's memory; nothing here writes to them.
type Matrix struct {
	// N and K are the real sizes; K is a multiple of 64.
	N, K int
	// Weights are Padded(N)*K values in panels: [Padded(N)/16][K/4][16][4].
	// The channels past N are zeros.
	Weights []int8
	// Scale is what one step of a channel's weights is worth, Bias what is
	// added to the channel's result. Both have Padded(N) values.
	Scale, Bias []float32
	// Sum is the sum of each channel's weights over K: what the zero point
	// of the activations adds to a product has to be taken off again.
	Sum []int32
}

// Check says what is wrong with the sizes of m, or nothing.
func (m *Matrix) Check() error {
	padded := Padded(m.N)
	switch {
	case m.N <= 0:
		return fmt.Errorf("a matrix needs at least one output channel, not %d", m.N)
	case m.K <= 0 || m.K%depthStep != 0:
		return fmt.Errorf("the depth %d of a matrix is no multiple of %d", m.K, depthStep)
	case len(m.Weights) != padded*m.K:
		return fmt.Errorf("a matrix of %d×%d has %d weights, not %d", m.N, m.K, len(m.Weights), padded*m.K)
	case len(m.Scale) != padded || len(m.Bias) != padded || len(m.Sum) != padded:
		return fmt.Errorf("a matrix of %d×%d has %d scales, %d biases and %d sums, not %d each",
			m.N, m.K, len(m.Scale), len(m.Bias), len(m.Sum), padded)
	}
	return nil
}

// Pack lays row-major weights [n][k] out in panels and sums each channel. The
// depth k must be a multiple of 64.
func Pack(n, k int, weights []int8) (packed []int8, sum []int32) {
	if k%depthStep != 0 || len(weights) != n*k {
		panic(fmt.Sprintf("kernel: cannot pack %d weights as %d×%d", len(weights), n, k))
	}
	packed, sum = make([]int8, Padded(n)*k), make([]int32, Padded(n))
	for channel := range n {
		for depth := range k {
			w := weights[channel*k+depth]
			packed[packedIndex(channel, depth, k)] = w
			sum[channel] += int32(w)
		}
	}
	return packed, sum
}

// packedIndex is where the panels hold the weight of a channel at a depth.
func packedIndex(channel, depth, k int) int {
	panel, column := channel/panelWidth, channel%panelWidth
	return (panel*k/4+depth/4)*panelWidth*4 + column*4 + depth%4
}
