//go:build darwin && cgo

package capture

// built says that the picture library is in: on macOS it needs C.
const built = true
