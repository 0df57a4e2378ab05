//go:build !race

package helper

// raced is 1 but under the race detector.
const raced = 1
