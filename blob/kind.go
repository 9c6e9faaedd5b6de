package blob

import (
	"io"
	"mime"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"metrograph/model"
)

// allowed are the types of files that a node keeps, with those that are special cases of them:
// a table is a text, a workbook an archive.
var allowed = []string{
	"text/plain", "application/pdf", "application/zip", "application/gzip", "application/x-7z-compressed", "application/x-ole-storage",
	"image/png", "image/jpeg", "image/gif", "image/webp", "image/tiff", "image/bmp", "image/vnd.dwg", "image/vnd.dxf", "application/dicom",
	"video/mp4", "video/webm", "video/quicktime", "video/x-matroska", "video/x-msvideo", "video/mpeg",
	"audio/mpeg", "audio/wav", "audio/ogg", "audio/flac", "application/ogg", "application/fits", "application/vnd.apache.parquet",
}

// refused are those special cases that act by themselves where they are opened.
var refused = []string{
	"text/html", "image/svg+xml", "text/javascript", "application/javascript", "application/java-archive", "application/vnd.android.package-archive", "application/x-ms-installer",
}

// anything is the type of a file that is none of those that are known by their beginnings, as
// the raw data of many instruments is.
const anything = "application/octet-stream"

// headBytes are enough of a file to see what it is.
const headBytes = 4 << 10

// Kind finds out what a file is by its beginning, and returns the type that it is to be kept
// under: the declared one, where the file can be that. A file that acts by itself, such as a
// program or a page, and one that is not what it is declared to be, are INVALID.
func Kind(content io.ReadSeeker, declared string) (mediaType string, err error) {
	head := make([]byte, headBytes)
	n, err := io.ReadFull(content, head)
	if err != nil && n == 0 && err != io.EOF {
		return "", err
	}
	if _, err := content.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	found := mimetype.Detect(head[:n])
	if !isAllowed(found) {
		return "", invalid("the file is %s, which is not kept; kept are documents, tables, pictures, videos, archives and raw data", found)
	}
	named, _, err := mime.ParseMediaType(declared)
	if err != nil || named == anything {
		return found.String(), nil
	}
	if !canBe(found, named) {
		return "", invalid("the file is %s and not %s; name its type rightly, or none", found, named)
	}
	return declared, nil
}

func invalid(format string, args ...any) error {
	e := model.Errorf(model.CodeInvalid, format, args...)
	e.Path = "mediaType"
	return e
}

func isAllowed(found *mimetype.MIME) bool {
	if found.Is(anything) {
		return true
	}
	for m := found; m != nil; m = m.Parent() {
		if slices.ContainsFunc(refused, m.Is) {
			return false
		}
		if slices.ContainsFunc(allowed, m.Is) {
			return true
		}
	}
	return false
}

// canBe tells whether a file of the type that was found can be what it was named: that, a
// special case of it that does not show at its beginning, or something more general.
func canBe(found *mimetype.MIME, named string) bool {
	if slices.Contains(refused, named) {
		return false
	}
	for m := found; m != nil && !m.Is(anything); m = m.Parent() {
		if m.Is(named) {
			return true
		}
	}
	switch declared := mimetype.Lookup(named); {
	case found.Is(anything), found.Is("application/zip"), found.Is("application/x-ole-storage"):
		return declared == nil && strings.HasPrefix(named, "application/") || declared != nil && isWithin(declared, found) && !found.Is(anything)
	case isText(found):
		return strings.HasPrefix(named, "text/") || declared == nil && strings.HasPrefix(named, "application/") || declared != nil && isWithin(declared, found)
	case found.Is("application/ogg"), found.Is("audio/ogg"), found.Is("video/ogg"):
		return strings.HasSuffix(named, "/ogg")
	case found.Is("video/webm"), found.Is("video/x-matroska"):
		return named == "video/webm" || named == "audio/webm" || named == "video/x-matroska"
	case found.Is("video/mp4"):
		return named == "audio/mp4" || named == "video/quicktime"
	}
	return false
}

// IsText tells whether a file of a type is a text, whose words can be looked at.
func IsText(mediaType string) bool {
	named, _, _ := mime.ParseMediaType(mediaType)
	declared := mimetype.Lookup(named)
	return strings.HasPrefix(named, "text/") || declared != nil && isText(declared)
}

func isText(m *mimetype.MIME) bool { return isWithin(m, mimetype.Lookup("text/plain")) }

func isWithin(m, whole *mimetype.MIME) bool {
	for ; m != nil; m = m.Parent() {
		if m.Is(whole.String()) {
			return true
		}
	}
	return false
}
