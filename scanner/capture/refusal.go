package capture

import "watchword/assets/words"

// A Refusal is the error of a system that gave no picture. What and Next are sentences for a
// person: what happened, and what to do next. It holds nothing of what is on the screen.
type Refusal struct {
	What, Next string

	// Permission says that a setting or an answer of the user stands in the way.
	Permission bool
	// Cancelled says that the user called it off in the system's own window.
	Cancelled bool
	// Choose says that Options.Choose may still bring a picture.
	Choose bool

	Err error // the cause, or nil
}

func (r *Refusal) Error() string { return r.What + " " + r.Next }

func (r *Refusal) Unwrap() error { return r.Err }

// orElse puts what always works behind the advice of a refusal.
func orElse(next string) string {
	return next + " " + words.T("Or save a picture of the code and open it here, or type the key.")
}

func failed(cause error) *Refusal {
	return &Refusal{
		What: words.T("The system gave no picture of the screen."),
		Next: orElse(words.T("Try again.")),
		Err:  cause,
	}
}

func blank() *Refusal {
	return &Refusal{
		What: words.T("The picture of the screen has a single colour, as if nothing were on it."),
		Next: orElse(words.T("Put the page with the code in front and try again.")),
	}
}

func noDisplay(cause error) *Refusal {
	return &Refusal{
		What: words.T("There is no screen here to take a picture of."),
		Next: orElse(words.T("Start the program on the desktop where the code is shown.")),
		Err:  cause,
	}
}
