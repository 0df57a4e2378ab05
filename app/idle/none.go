//go:build ci

package idle

// toolkit is nothing under the test driver, which has no loop.
var toolkit system
