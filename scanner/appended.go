package scanner

import "fmt"

// A text may be spread over up to sixteen symbols (structured append, ISO/IEC 18004, 8). Those of one text carry the same
// parity and the same number of parts.

// A part is a symbol that holds a piece of a text.
type part struct {
	content
	code Code
	area quad
}

func (p *part) belongsTo(q *content) bool { return p.parts == q.parts && p.parity == q.parity }

// joined puts the parts of a text together once all are there. The code stands where its first part does.
// s.mu is held.
func (s *search) joined(of *content) (Code, bool) {
	found := make([]*part, of.parts)
	for i := range s.parts {
		if p := &s.parts[i]; p.belongsTo(of) && found[p.part-1] == nil {
			found[p.part-1] = p
		}
	}
	var whole content
	for _, p := range found {
		if p == nil {
			return Code{}, false
		}
		for _, r := range p.runs {
			whole.add(run{r.set, append([]byte(nil), r.bytes...)})
		}
	}
	code, ok := found[0].code, false
	code.Text, ok = whole.text()
	return code, ok
}

// lonely are the parts of texts that are not complete, for a user to know. s.mu is held.
func (s *search) lonely() []Undecoded {
	var out []Undecoded
	for i := range s.parts {
		p := &s.parts[i]
		if _, whole := s.joined(&p.content); !whole {
			out = append(out, Undecoded{Corners: p.code.Corners, Frame: p.code.Frame, Stage: StageText, Cause: CausePart,
				Advice: fmt.Sprintf("A QR code %s is part %d of %d of one text. Show all parts at once, and scan again.", s.where(&p.area), p.part, p.parts)})
		}
	}
	return out
}
