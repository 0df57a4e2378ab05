//go:build !race

package app

const slowdown = 1
