package registry_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"metrograph/internal/sample"
	"metrograph/model"
	"metrograph/registry"
)

// TestUploadsAreExamined: a file is what its type and its role say, and no state secret,
// whatever it is written in.
func TestUploadsAreExamined(t *testing.T) {
	c := newCentre(t)
	recorder := c.member(c.thirdParty, model.RoleRecorder)
	secret := "测量报告\n密级：机密★10年\n" + strings.Repeat("0.1 0.2 0.3\n", 100)
	gbk, _ := simplifiedchinese.GB18030.NewEncoder().String(secret)
	utf16, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(secret)
	late := strings.Repeat("0.1 0.2 0.3\n", 100_000) + "【绝密】\n" + strings.Repeat("1\n", 300_000)
	for i, u := range []struct {
		name, mediaType, content string
		role                     model.AttachmentRole
		code                     model.Code
	}{
		{"data.csv", "text/csv", "t,x\n1,2\n", model.AttachmentRawData, ""},
		{"data.csv", "text/csv", "t,x\n1,2\n", model.AttachmentVideo, model.CodeInvalid},
		{"scan.pdf", "application/pdf", "%PDF-1.7\n", model.AttachmentPDF, ""},
		{"scan.pdf", "application/pdf", "\x7fELF\x02\x01\x01\x00", model.AttachmentPDF, model.CodeInvalid},
		{"page.html", "text/plain", "<!DOCTYPE html><p>", model.AttachmentOther, model.CodeInvalid},
		{"report.txt", "text/plain", "商业秘密的保密要求按照机密文件的规定执行", model.AttachmentOther, ""},
		{"report.txt", "text/plain", secret, model.AttachmentOther, model.CodeClassifiedRefused},
		{"report.txt", "text/plain", gbk, model.AttachmentOther, model.CodeClassifiedRefused},
		{"report.txt", "text/plain", utf16, model.AttachmentOther, model.CodeClassifiedRefused},
		{"report.txt", "text/plain", late, model.AttachmentOther, model.CodeClassifiedRefused},
		{"report.xml", "application/xml", `<?xml version="1.0"?><r classified="true"/>`, model.AttachmentOther, model.CodeClassifiedRefused},
		{"温度计-机密.csv", "text/csv", "t,x\n1,2\n", model.AttachmentRawData, model.CodeClassifiedRefused},
	} {
		a := &model.Attachment{FileName: u.name, MediaType: u.mediaType, Role: u.role}
		out, err := c.Upload(recorder, a, strings.NewReader(u.content), "test")
		if err == nil && u.code != "" || err != nil && model.CodeOf(err) != u.code {
			t.Errorf("%d, %s: %v", i, u.name, err)
		}
		if err == nil && out.ID == "" {
			t.Errorf("%d, %s: not written", i, u.name)
		}
	}
}

// TestSweeper: the bytes of deleted attachments, and those that never had one, go when they
// were found unused for long enough; those that one of several attachments has stay.
func TestSweeper(t *testing.T) {
	c := newCentre(t)
	now := time.Now() // that of the files
	c.clock = func() time.Time { return now }
	recorder, administrator := c.member(c.thirdParty, model.RoleRecorder), c.member(c.thirdParty, model.RoleAdministrator)
	upload := func(content string) *model.Attachment {
		a := &model.Attachment{FileName: "data.csv", MediaType: "text/csv", Role: model.AttachmentRawData}
		out, err := c.Upload(recorder, a, strings.NewReader(content), "test")
		if err != nil {
			t.Fatal(err)
		}
		return out.Record.(*model.Attachment)
	}
	deleted, shared, stays := upload("a,1"), upload("a,2"), upload("a,2")
	for i := range 300 {
		upload(fmt.Sprint("b,", i))
	}
	orphan := &model.Attachment{}
	if err := c.Keep(recorder, orphan, bytes.NewReader([]byte("a,3"))); err != nil {
		t.Fatal(err)
	}
	reported := &model.Attachment{}
	if err := c.Keep(recorder, reported, bytes.NewReader([]byte("a,4"))); err != nil {
		t.Fatal(err)
	}
	c.keep(c.operator(), sample.Report(func(r *model.Report) {
		r.ID, r.Origin, r.Requester.Institution = c.NewID(model.KindReport), c.thirdParty.ID, c.thirdParty.ID
		r.SHA256, r.Files[0].SHA256 = reported.SHA256, reported.SHA256
	}))
	sweeper := c.Sweeper(24 * time.Hour)
	for _, step := range []struct {
		after time.Duration
		files int
	}{{time.Hour, 0}, {24 * time.Hour, 0}, {23 * time.Hour, 0}, {time.Hour, 2}, {48 * time.Hour, 0}} {
		now = now.Add(step.after)
		if step.after == time.Hour && step.files == 0 {
			c.act(administrator, model.ActionDelete, deleted, 1)
			c.act(administrator, model.ActionDelete, shared, 1)
		}
		swept, err := sweeper.Sweep(context.Background())
		if err != nil || swept.Files != step.files {
			t.Errorf("after %s more: %+v, %v", step.after, swept, err)
		}
	}
	if _, content, err := c.Download(recorder, stays.ID); err != nil {
		t.Error(err)
	} else {
		content.Close()
	}
}

// TestLinks: a link stands for whoever asked for it, for that attachment, until it expires, and
// is the same for a while.
func TestLinks(t *testing.T) {
	c := newCentre(t)
	now := day
	c.clock = func() time.Time { return now }
	who := c.member(c.thirdParty, model.RoleRecorder)
	id, other := c.NewID(model.KindAttachment), c.NewID(model.KindAttachment)
	path := c.AttachmentURL(who, id)
	_, access, found := strings.Cut(path, "?access=")
	requester, err := c.Linked(id, access)
	if !found || err != nil || requester.Subject != model.PrincipalFrom(who).Subject || requester.Institution != c.thirdParty.ID {
		t.Fatalf("%s: %+v, %v", path, requester, err)
	}
	now = now.Add(9 * time.Minute)
	if again := c.AttachmentURL(who, id); again != path {
		t.Errorf("another link within minutes: %s", again)
	}
	if plain := c.AttachmentURL(c.anonymous(), id); plain != "/attachments/"+string(id) {
		t.Errorf("for anybody: %s", plain)
	}
	if _, err := c.Linked(other, access); model.CodeOf(err) != model.CodeNotFound {
		t.Errorf("to another attachment: %v", err)
	}
	for i := range access {
		changed := []byte(access)
		changed[i] ^= 1
		if r, err := c.Linked(id, string(changed)); err == nil && i < len(access)-1 {
			t.Errorf("changed at %d: %+v", i, r)
		}
	}
	now = now.Add(52 * time.Minute)
	if _, err := c.Linked(id, access); err != nil {
		t.Errorf("after an hour: %v", err)
	}
	now = now.Add(9 * time.Minute)
	if _, err := c.Linked(id, access); !errors.Is(err, registry.ErrGone) {
		t.Errorf("when it has expired: %v", err)
	}
}
