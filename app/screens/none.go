//go:build ci

package screens

import "fyne.io/fyne/v2"

// Now knows no screens under the test driver.
func Now() []Screen { return nil }

// Watch has nothing to tell under the test driver.
func Watch(func()) {}

// Restore has nothing to do under the test driver.
func Restore(fyne.Window) {}

// Where knows of no place under the test driver.
func Where(fyne.Window) Spot { return Spot{Usual: true} }
