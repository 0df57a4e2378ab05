//go:build race

package app

// slowdown is by how much the race detector slows the program (its own documentation says 2 to 20).
const slowdown = 10
