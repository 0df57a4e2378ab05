package transfer

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"slices"
	"strings"
	"testing"
)

// A hollow file has zeros between two parts, which nobody holds.
type hollow struct {
	begin, end []byte
	size       int64
	most       int // bytes that were asked for at once
}

func (h *hollow) ReadAt(b []byte, from int64) (int, error) {
	h.most = max(h.most, len(b))
	clear(b)
	if from < int64(len(h.begin)) {
		copy(b, h.begin[from:])
	}
	if first := h.size - int64(len(h.end)); from+int64(len(b)) > first {
		copy(b[max(0, first-from):], h.end[max(0, from-first):])
	}
	if n := h.size - from; n < int64(len(b)) {
		return int(max(0, n)), io.EOF
	}
	return len(b), nil
}

// hollowZip is an archive of these members and one of zeros, which makes it so large.
func hollowZip(t *testing.T, zeros int64, members ...any) *hollow {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		f, err := w.CreateHeader(&zip.FileHeader{Name: members[i].(string), Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		f.Write(members[i+1].([]byte))
	}
	if _, err := w.CreateRaw(&zip.FileHeader{Name: "film.mp4", Method: zip.Store, CompressedSize64: uint64(zeros), UncompressedSize64: uint64(zeros)}); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	begin := bytes.Clone(b.Bytes())
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	end := bytes.Clone(b.Bytes()[len(begin):])
	record := end[len(end)-zipEndSize:] // the directory begins behind the zeros
	binary.LittleEndian.PutUint32(record[16:], binary.LittleEndian.Uint32(record[16:])+uint32(zeros))
	return &hollow{begin: begin, end: end, size: int64(len(begin)) + zeros + int64(len(end))}
}

// An archive of up to a gibibyte is read member by member, as its program's where one is known.
func TestLargeArchives(t *testing.T) {
	const key, other = "JBSWY3DPEHPK3PXP", "GEZDGNBVGY3TQOJQ"
	list := []byte("otpauth://totp/A:a?secret=" + key + "\n")
	proton := []byte(`{"encrypted":false,"vaults":{"v":{"name":"V","items":[{"data":{"type":"login","metadata":{"name":"A"},"content":{"itemUsername":"a","totpUri":"` + key + `"}}}]}}}`)
	const film = "/: film.mp4: The zip file is larger than what can be imported"
	for _, row := range []struct {
		why, format string
		file        *hollow
		want        []string // of its failures the beginning
	}{
		{"lists and a film", "zip", hollowZip(t, 900<<20, "a.txt", list, "b/inner.zip", zipOf(t, "b.txt", []byte("otpauth://totp/B:b?secret="+other))), []string{film, "A/a " + key, "B/b " + other}},
		{"as large as can be", "zip", hollowZip(t, 1<<30-1000, "a.txt", list), []string{film, "A/a " + key}},
		{"an export with large attachments", "proton-pass", hollowZip(t, 300<<20, "Proton Pass/data.json", proton), []string{"A/a " + key}},
		{"a text with a large picture", "office", hollowZip(t, 300<<20, wordText, []byte("<w:document><w:p><w:t>"+string(list)+"</w:t></w:p></w:document>")), []string{"A/a " + key}},
	} {
		if !IsLargeArchive(row.file.begin, row.file.size) {
			t.Errorf("%s: %d bytes are not large", row.why, row.file.size)
		}
		r, err := ReadArchive(t.Context(), row.file, row.file.size, Env{})
		got := summary(r)
		for i := range got {
			if i < len(row.want) && strings.HasPrefix(got[i], row.want[i]) {
				got[i] = row.want[i]
			}
		}
		if err != nil || !slices.Equal(got, row.want) || r.Format != row.format || r.Keep == "" {
			t.Errorf("%s (%s): %q, %v", row.why, r.Format, got, err)
		}
		if row.file.most > maxZipContent {
			t.Errorf("%s: %d bytes were asked for at once", row.why, row.file.most)
		}
	}
	h := hollowZip(t, 1<<30, "a.txt", list)
	if _, err := ReadArchive(t.Context(), h, h.size, Env{}); err != errZipLarge {
		t.Errorf("more than a gibibyte: %v", err)
	}
	h = hollowZip(t, 200<<20, "a.txt", list)
	h.end = h.end[:len(h.end)-30]
	if _, err := ReadArchive(t.Context(), h, h.size-30, Env{}); err != errZip {
		t.Errorf("cut short: %v", err)
	}
}
