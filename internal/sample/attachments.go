package sample

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"time"

	"metrograph/model"
)

// A File is an attachment with its content.
type File struct {
	*model.Attachment
	Content []byte
}

const (
	documented = 12 // instruments that have attachments
	frames     = 6  // pictures of the process that the media data set shows
)

// attach makes the files: a picture, raw readings and a note for each of some working
// instruments, and the pictures of a process.
func (g *generator) attach() {
	n := 0
	for _, p := range g.plans {
		if p.tier != tierWorking || n == documented {
			continue
		}
		g.recall(p)
		g.document(p, n)
		p.forget()
		n++
	}
	for i := range frames {
		a := g.file(g.labs[0], "pressure-gauge-"+pad(int64(i+1), 2)+".png", "image/png", dial(i*2), model.AttachmentPicture)
		a.Description = bi("检定过程画面", "Picture of the verification process")
	}
}

// document makes the attachments of the n-th documented instrument.
func (g *generator) document(p *plan, n int) {
	l := p.registrar()
	stem := p.SerialNumber
	picture := g.file(l, stem+".png", "image/png", dial(n), model.AttachmentPicture)
	picture.Description = bi("仪器照片(示意)", "Picture of the instrument (drawn)")
	readings := g.file(l, stem+"-readings.csv", "text/csv", p.rawReadings(), model.AttachmentRawData)
	readings.Description = bi("启用时的原始读数", "Raw readings on commissioning")
	readings.Classification = model.ClassificationNonPublic
	p.attachments = []model.ID{picture.ID, readings.ID}
	if n%3 == 0 {
		record := g.file(l, stem+"-record.txt", "text/plain", p.note(), model.AttachmentOriginal)
		record.Description = bi("原始记录", "Original record")
		p.attachments = append(p.attachments, record.ID)
	}
}

func (g *generator) file(l *lab, name, mediaType string, content []byte, role model.AttachmentRole) *model.Attachment {
	n := len(g.files)
	born := g.start.Add(-100*day + time.Duration(n)*time.Minute)
	r := seeded(g.Seed, domainAttachment, uint64(n))
	sum := sha256.Sum256(content)
	a := &model.Attachment{Head: g.headOf(l, r.id(model.KindAttachment, born), born), FileName: name, MediaType: mediaType,
		Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:]), Role: role}
	a.Provenance.SourceName, a.Provenance.SourceHash = name, a.SHA256
	g.files = append(g.files, File{a, content})
	return a
}

// rawReadings writes ten readings at each point as CSV.
func (p *plan) rawReadings() []byte {
	b := []byte("point,reading,error (" + p.errUnit.Symbol + ")\n")
	for _, at := range p.points {
		for i := range int64(10) {
			b = append(append(b, at.nominal...), ',')
			b = append(strconv.AppendInt(b, i+1, 10), ',')
			b = appendNumber(b, divide((p.bias+p.normal()*p.noise/sigma)*at.mpe, whole), at.places)
			b = append(b, '\n')
		}
	}
	return b
}

func (p *plan) note() []byte {
	return []byte("原始记录 Original record\n器具名称 instrument: " + p.Name.Zh + " / " + p.Name.En + "\n型号 model: " + p.Model +
		"\n编号 serial number: " + p.SerialNumber + "\n制造单位 manufacturer: " + p.Manufacturer + "\n")
}

// dial draws a round dial whose pointer stands at one of twelve hours, as a PNG of 96 by 96.
func dial(hour int) []byte {
	const size, middle = 96, 48
	img := image.NewPaletted(image.Rect(0, 0, size, size), color.Palette{color.White, color.Gray{64}, color.RGBA{200, 30, 30, 255}})
	for y := range size {
		for x := range size {
			if d := (x-middle)*(x-middle) + (y-middle)*(y-middle); d > 42*42 && d <= 45*45 {
				img.SetColorIndex(x, y, 1)
			}
		}
	}
	for h := range 12 {
		ray(img, h, 36, 41, 1)
	}
	ray(img, hour, 0, 33, 2)
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		panic("sample: a buffer cannot fail: " + err.Error())
	}
	return out.Bytes()
}

// ray draws a line from one distance from the middle to another, towards an hour.
func ray(img *image.Paletted, hour, from, to int, index uint8) {
	// Sines of multiples of 30 degrees in thousandths: integers are the same everywhere.
	sines := [12]int{0, 500, 866, 1000, 866, 500, 0, -500, -866, -1000, -866, -500}
	dx, dy := sines[hour%12], -sines[(hour+3)%12]
	for d := from; d <= to; d++ {
		img.SetColorIndex(48+d*dx/1000, 48+d*dy/1000, index)
	}
}
