//go:build !linux

package dialogs

import "context"

func show(ctx context.Context, o Options, k kind) ([]string, error) { return native(ctx, o, k) }
