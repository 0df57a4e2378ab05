package sessionlock

import "context"

// Locked reports whether the user's session is locked now, or another person's is shown. Where the system
// does not tell, it is not.
func Locked(ctx context.Context) bool { return locked(ctx) }
