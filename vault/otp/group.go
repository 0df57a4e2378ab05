package otp

// Group returns a code with spaces for the eye: 123 456, 123 4567, 1234 5678,
// 123 456 789, 12345 67890. Steam codes and codes of four and five symbols stay as they
// are. Copy the code itself, never this.
func Group(t Type, code string) string {
	if t == Steam {
		return code
	}
	switch len(code) {
	case 6, 7:
		return code[:3] + " " + code[3:]
	case 8:
		return code[:4] + " " + code[4:]
	case 9:
		return code[:3] + " " + code[3:6] + " " + code[6:]
	case 10:
		return code[:5] + " " + code[5:]
	}
	return code
}
