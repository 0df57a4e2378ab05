//go:build race

package helper

// raced is how much more memory a program takes: the race detector keeps several bytes for each.
const raced = 10
