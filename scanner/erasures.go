package scanner

import "github.com/makiuchi-d/gozxing/common/reedsolomon"

// A codeword that is known to be doubtful costs error correction half of what an unknown error does. gozxing's decoder
// knows errors only; this one takes both (Blahut, Algebraic Codes for Data Transmission, 7.4: Berlekamp
// and Massey started from the erasures, then Forney).

// spareWords are the correction codewords that must be left over when doubtful words were erased: they tell a right result
// from a chance one. Three let one block in sixteen million by. Where two errors or more were found as
// well, two are enough: of n words, C(n, 2) / 2^32 go by, one in a million for n = 90.
func spareWords(errors int) int {
	if errors >= 2 {
		return 2
	}
	return 3
}

var field = reedsolomon.GenericGF_QR_CODE_FIELD_256

// correctErasures mends a block whose last n words are for correction and whose words at the places erased may be
// anything. It reports false, and leaves the block as it was, where too little is certain.
func correctErasures(block []byte, n int, erased []int) bool {
	k := len(erased)
	if k > n-spareWords(0) {
		return false
	}
	syndromes, clean := syndromesOf(block, n)
	if clean {
		return true
	}
	// The locator has a root for each wrong word; first those that are known.
	locator := make([]int, n+1)
	locator[0] = 1
	for _, at := range erased {
		x := field.Exp(len(block) - 1 - at)
		for i := n; i > 0; i-- {
			locator[i] ^= field.Multiply(x, locator[i-1])
		}
	}
	degree, ok := findLocator(locator, syndromes, k)
	if !ok || 2*(degree-k)+k > n-spareWords(degree-k) {
		return false
	}
	mended := append([]byte(nil), block...)
	if mend(mended, locator[:degree+1], syndromes) != degree {
		return false
	}
	if _, clean := syndromesOf(mended, n); !clean {
		return false
	}
	copy(block, mended)
	return true
}

// syndromesOf evaluates a block at the n roots of the code; all are 0 in a block without errors.
func syndromesOf(block []byte, n int) (out []int, clean bool) {
	out, clean = make([]int, n), true
	for i := range out {
		x, sum := field.Exp(i), 0
		for _, w := range block {
			sum = field.Multiply(sum, x) ^ int(w)
		}
		out[i] = sum
		clean = clean && sum == 0
	}
	return out, clean
}

// findLocator extends a locator of k erasures to the errors (Berlekamp, Massey), in place, and returns its degree.
func findLocator(locator, syndromes []int, k int) (degree int, ok bool) {
	n := len(syndromes)
	before := append([]int(nil), locator...)
	degree = k
	for r := k; r < n; r++ {
		gap := 0
		for j := 0; j <= degree; j++ {
			gap ^= field.Multiply(locator[j], syndromes[r-j])
		}
		copy(before[1:], before[:n])
		before[0] = 0
		if gap == 0 {
			continue
		}
		next := append([]int(nil), locator...)
		for i := range next {
			next[i] ^= field.Multiply(gap, before[i])
		}
		if 2*degree <= r+k {
			degree = r + 1 + k - degree
			inverse, err := field.Inverse(gap)
			if err != nil {
				return 0, false
			}
			for i := range before {
				before[i] = field.Multiply(inverse, locator[i])
			}
		}
		copy(locator, next)
		if degree > n {
			return 0, false
		}
	}
	return degree, true
}

// mend corrects the words of a block where the locator has roots and returns how many roots there are (Chien, Forney).
func mend(block []byte, locator, syndromes []int) (roots int) {
	n := len(syndromes)
	evaluator := make([]int, n)
	for i, s := range syndromes {
		for j := 0; j < len(locator) && i+j < n; j++ {
			evaluator[i+j] ^= field.Multiply(s, locator[j])
		}
	}
	// The derivative of the locator keeps its odd powers, each one lower.
	slopes := make([]int, len(locator))
	for i := 1; i < len(locator); i += 2 {
		slopes[i-1] = locator[i]
	}
	for at := range block {
		power := len(block) - 1 - at
		inverse := field.Exp((255 - power) % 255)
		slope := evaluate(slopes, inverse)
		if evaluate(locator, inverse) != 0 || slope == 0 {
			continue
		}
		roots++
		down, err := field.Inverse(slope)
		if err != nil {
			return -1
		}
		block[at] ^= byte(field.Multiply(field.Exp(power), field.Multiply(evaluate(evaluator, inverse), down)))
	}
	return roots
}

// evaluate gives the value of a polynomial, lowest power first.
func evaluate(polynomial []int, x int) int {
	sum := 0
	for i := len(polynomial) - 1; i >= 0; i-- {
		sum = field.Multiply(sum, x) ^ polynomial[i]
	}
	return sum
}
