package adding

import (
	"context"
	"crypto/sha256"
	"errors"
	"image"
	"slices"
	"strings"

	"golang.org/x/image/draw"

	"watchword/app/add"
	"watchword/app/helper"
	"watchword/app/leftover"
	"watchword/app/opened"
	"watchword/app/phrases"
	"watchword/app/region"
	"watchword/app/session"
	"watchword/app/shell"
	"watchword/assets/words"
	"watchword/scanner"
	"watchword/vault/account"
)

// A source is where codes were looked for.
type source struct {
	where string // "on your screen"
	again string // the button for another try
	retry func() // nil where there is nothing to try again
	what  string // what was looked at: "2 screens were looked at."
	next  string // what to do when nothing was found
	files bool   // pictures were looked at, not the screen
	links bool   // nothing was looked at: links were opened

	passed []string // what else lay there and was not read, and why
}

// A picture is one that is searched. It may show secrets: it is only in memory, and gone as
// soon as the pages of its search are left.
type picture struct {
	name  string
	image image.Image
	seen  []scanner.Undecoded // codes in it that could not be read
	done  bool                // searched to the end
	late  bool                // given up when its time was over

	budget *helper.Budget // what is left of its time; nil for pictures that nobody decoded

	file      string            // it came from this file
	read      leftover.File     // which file that was
	left      string            // the system left it in this file
	clipboard bool              // it came from the clipboard
	frame     bool              // it is a later frame of an animated picture
	sum       [sha256.Size]byte // of the encoded picture
}

// A text is one that stands in a code, and the picture that it was read in.
type text struct {
	content string
	picture *picture // nil for links
}

// A search goes through pictures and shows what is in them, each code as soon as it is read.
// It is used on the UI thread.
type search struct {
	flow     *Flow
	shows    shell.Page // the page of the search that shows
	from     source
	pictures []*picture
	texts    []text

	results *add.Results // the page, once something was found
	running bool         // the whole pictures are searched
	readers int          // how much work reads the pictures, away from the UI thread
	dropped bool
	stop    context.CancelFunc
}

// start searches the pictures. ctx ends when the page that shows the search goes.
func (s *search) start(ctx context.Context) {
	f := s.flow
	s.shows = f.Page()
	f.hold(s)
	s.running = true
	looking, stop := context.WithCancel(ctx)
	s.stop = stop
	pictures := slices.Clone(s.pictures)
	var err error
	s.run(func() { err = s.look(looking, pictures) }, func() {
		stop()
		s.running = false
		switch {
		case s.dropped || ctx.Err() != nil || f.Closed():
			s.drop()
		case err != nil && looking.Err() == nil:
			f.showProblem(words.T("This cannot be read"), phrases.Sentence(err), s.from)
		default:
			s.finish()
		}
	})
}

// run is the program's Runner for work that reads the pictures: they stay until it ends.
func (s *search) run(work, done func()) {
	s.readers++
	s.flow.Run(work, func() {
		s.readers--
		done()
		if s.dropped {
			s.drop()
		}
	})
}

// look reads the codes of pictures, away from the UI thread. Once a frame of an animated
// picture had codes, its later frames are left alone.
func (s *search) look(ctx context.Context, pictures []*picture) error {
	found := false
	for _, p := range pictures {
		if p.frame && found {
			continue
		}
		if !p.frame {
			found = false
		}
		r, err := s.lookAt(ctx, p)
		found = found || len(r.Codes) > 0
		late := errors.Is(err, helper.ErrPictureTime)
		s.flow.OnUI(func() { s.onPictureDone(p, r, late) })
		if err != nil && !late { // others may be quicker
			return err
		}
	}
	return nil
}

// lookAt reads the codes of one picture, within what is left of its time.
func (s *search) lookAt(ctx context.Context, p *picture) (r scanner.Result, err error) {
	if p.budget == nil {
		p.budget = helper.NewBudget()
	}
	err = p.budget.Spend(ctx, func(ctx context.Context) (err error) {
		r, err = scanner.Scan(ctx, p.image, scanner.Options{Found: func(c scanner.Code) {
			s.flow.OnUI(func() { s.onText(text{c.Text, p}) })
		}})
		return err
	})
	return r, err
}

// onText shows a code while the search goes on.
func (s *search) onText(t text) {
	if s.dropped || !s.running {
		return
	}
	s.texts = append(s.texts, t)
	s.show()
}

// onPictureDone puts the texts of a picture that was searched into the order of reading.
func (s *search) onPictureDone(p *picture, r scanner.Result, late bool) {
	if s.dropped {
		return
	}
	s.texts = slices.DeleteFunc(s.texts, func(t text) bool { return t.picture == p })
	for _, c := range r.Codes {
		s.texts = append(s.texts, text{c.Text, p})
	}
	p.seen, p.done, p.late = r.Seen, true, late
}

// finish shows what was found in the end.
func (s *search) finish() {
	s.running = false
	s.show()
}

// show makes or updates the page of what was found so far.
func (s *search) show() {
	f := s.flow
	if f.Closed() {
		return
	}
	finds := s.finds()
	candidates, problems := add.Classify(append(slices.Clone(f.parts), finds...), f.Session.Match)
	candidates = add.WithNew(add.WithNamesakes(candidates, f.Session.Namesakes), opened.NewHere(session.TakesOf(f.Session.Vault())))
	unread := 0
	for _, p := range s.pictures {
		for _, sight := range p.seen {
			unread++
			problems = append(problems, add.Problem{Title: unreadTitle(sight.Cause), Advice: sight.Advice})
		}
		if p.late {
			problems = append(problems, add.Problem{Title: words.T("A picture took too long"), Advice: p.name + ": " + helper.ErrPictureTime.Error()})
		}
	}
	if len(s.from.passed) > 0 {
		problems = append(problems, add.Problem{Title: words.T("Not read"), Advice: strings.Join(s.from.passed, "\n")})
	}
	if len(finds) == 0 {
		if !s.running {
			s.showNothing(problems, unread)
		}
		return
	}
	title := add.Title(len(finds)+unread, s.from.where)
	if s.from.links {
		title = linksTitle(len(candidates))
	}
	if s.results != nil {
		s.results.Update(title, candidates, problems, s.running)
		f.WriteMap()
		return
	}
	s.results = &add.Results{
		Title: title, Candidates: candidates, Problems: problems, Searching: s.running,
		Now: f.CodeTime, Again: s.from.again, OnAgain: s.again(), OnKey: f.ShowAdd, OnBack: f.leaveSearch, Came: len(s.pictures) == 0,
		OnAdd:  func(accounts []account.Account, replaces map[int]string) { f.addFound(s, accounts, replaces) },
		OnStop: func() { s.stop() },
	}
	if len(s.pictures) > 0 {
		s.results.OnRegion = func() { s.showRegion(0) }
	}
	s.swap(s.results, f.leaveSearch)
}

// linksTitle is the title for the accounts of links.
func linksTitle(accounts int) string {
	if accounts == 0 {
		return words.T("This link cannot be used")
	}
	return words.N(accounts, "1 account in the link", "%d accounts in the link")
}

// unreadTitle is the title of a code that was seen and not read.
func unreadTitle(cause scanner.Cause) string {
	if cause == scanner.CauseOther {
		return words.T("Not a QR code")
	}
	return words.T("A code could not be read")
}

// finds says what the texts are.
func (s *search) finds() []account.Find {
	var out []account.Find
	for _, t := range s.texts {
		out = append(out, account.Identify(t.content))
	}
	return out
}

// swap shows a page of the search: its pictures stay while it shows.
func (s *search) swap(p shell.Page, back func()) {
	s.shows = p
	s.flow.Swap(p, back)
}

// again tries once more; the parts of an export that were found are kept meanwhile.
func (s *search) again() func() {
	if s.from.retry == nil {
		return nil
	}
	return func() {
		s.flow.collect(s.finds())
		s.from.retry()
	}
}

// showNothing says that there was nothing that could be read, and what to do; unread codes were seen.
func (s *search) showNothing(problems []add.Problem, unread int) {
	f := s.flow
	n := &add.Nothing{
		Title: add.Title(0, s.from.where), What: s.from.what, Next: s.from.next, Problems: problems, Again: s.from.again, FromFiles: s.from.files,
		OnAgain: s.again(), OnPicture: f.OpenPicture, OnPaste: f.Paste, OnScan: f.ScanScreen, OnKey: f.ShowAdd,
		OnGuide: f.OnGuides, OnBack: f.leaveSearch,
	}
	if unread > 0 {
		n.Title = add.Title(unread, s.from.where)
	}
	if len(s.pictures) > 0 {
		n.OnRegion = s.showRegion
	}
	for _, p := range s.pictures {
		if len(n.Pictures) == mostThumbs {
			break
		}
		n.Pictures = append(n.Pictures, thumb(p.image))
	}
	s.swap(n, f.leaveSearch)
}

// mostThumbs bounds the small pictures of what was looked at.
const mostThumbs = 6

// thumb makes a small picture, at twice the size at which it shows for dense displays.
func thumb(img image.Image) image.Image {
	b := img.Bounds()
	const height = 192
	width := min(max(1, b.Dx()*height/max(1, b.Dy())), 4*height)
	small := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.ApproxBiLinear.Scale(small, small.Bounds(), img, b, draw.Src, nil)
	return small
}

// showRegion lets the user mark the code on a picture by hand.
func (s *search) showRegion(at int) {
	f := s.flow
	back := func() {
		f.CancelWork()
		s.results = nil
		s.show()
	}
	page := &region.Page{Run: s.run, At: at, OnBack: back}
	for _, p := range s.pictures {
		rp := region.Picture{Name: p.name, Image: p.image}
		for _, sight := range p.seen {
			rp.Marks = append(rp.Marks, around(sight.Corners))
		}
		page.Pictures = append(page.Pictures, rp)
	}
	page.OnScan = func(i int, part image.Rectangle) { s.lookCloser(page, s.pictures[i], part) }
	s.swap(page, back)
	f.hold(s)
}

// around is a rectangle round a code, with room for its quiet zone.
func around(corners [4]image.Point) image.Rectangle {
	r := image.Rectangle{Min: corners[0], Max: corners[0]}
	for _, c := range corners[1:] {
		r.Min.X, r.Min.Y = min(r.Min.X, c.X), min(r.Min.Y, c.Y)
		r.Max.X, r.Max.Y = max(r.Max.X, c.X), max(r.Max.Y, c.Y)
	}
	return r.Inset(-max(8, r.Dx()/8))
}

// lookCloser searches a part of a picture harder than a whole one.
func (s *search) lookCloser(page *region.Page, p *picture, part image.Rectangle) {
	f := s.flow
	ctx := f.Work()
	var r scanner.Result
	var err error
	img := p.image
	s.run(func() { r, err = scanner.Scan(ctx, img, scanner.Options{Region: part}) }, func() {
		switch {
		case s.dropped || ctx.Err() != nil || f.Closed():
		case err != nil:
			page.Say(phrases.Sentence(err))
		case len(r.Codes) > 0:
			for _, c := range r.Codes {
				if t := (text{c.Text, p}); !slices.Contains(s.texts, t) {
					s.texts = append(s.texts, t)
				}
			}
			p.seen = slices.DeleteFunc(p.seen, func(v scanner.Undecoded) bool { return around(v.Corners).Overlaps(part) })
			s.results = nil
			s.show()
		case len(r.Seen) > 0:
			page.Say(r.Seen[0].Advice)
		default:
			page.Say(words.T("No code was found in this part. Mark the whole code with its light edge. If it is blurred or small, enlarge the page and scan again."))
		}
	})
}

// drop lets go of the pictures, and wipes those that nobody reads any more.
func (s *search) drop() {
	s.dropped = true
	s.results = nil
	if s.readers > 0 {
		return // the end of that work comes back here
	}
	for _, p := range s.pictures {
		wipe(p.image)
		p.image = nil
	}
	s.pictures, s.texts = nil, nil
}

// wipe overwrites the pixels of a picture that are ours.
func wipe(img image.Image) {
	switch img := img.(type) {
	case *image.RGBA:
		clear(img.Pix)
	case *image.NRGBA:
		clear(img.Pix)
	case *image.Gray:
		clear(img.Pix)
	case *image.Paletted:
		clear(img.Pix)
	case *image.YCbCr:
		clear(img.Y)
	}
}

// hold keeps s as the search whose pages show; another one goes.
func (f *Flow) hold(s *search) {
	if f.search != nil && f.search != s {
		f.search.drop()
	}
	f.search = s
}

// collect keeps the parts of an export that came in several codes until the others are there.
func (f *Flow) collect(finds []account.Find) {
	for _, find := range finds {
		if find.Migration != nil && find.Migration.Size > 1 {
			f.parts = append(f.parts, find)
		}
	}
}

// leaveSearch goes back to the list; parts that were collected are forgotten.
func (f *Flow) leaveSearch() {
	f.parts = nil
	f.ShowList()
}
