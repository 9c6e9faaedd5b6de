package main

import (
	"bytes"
	"errors"
	"net/http"
	"strings"

	"metrograph/model"
	"metrograph/publication"
	"metrograph/publication/page"
	"metrograph/registry"
	"metrograph/serve"
	"metrograph/wire/accept"
)

// The forms that a persistent identifier resolves to.
const (
	mediaPage         = "text/html"
	mediaJSONLD       = "application/ld+json"
	mediaDataCiteJSON = "application/vnd.datacite.datacite+json"
	mediaDataCiteXML  = "application/vnd.datacite.datacite+xml"
	mediaCSL          = "application/vnd.citationstyles.csl+json"
	mediaCitation     = "text/x-bibliography"
)

// formOf are the forms by the names that links have for them.
func formOf(name string) string {
	return map[string]string{"html": mediaPage, "jsonld": mediaJSONLD, "datacite-json": mediaDataCiteJSON,
		"datacite-xml": mediaDataCiteXML, "csl": mediaCSL, "text": mediaCitation}[name]
}

// resolution is one request for a publication.
type resolution struct {
	*registry.Registry
	w     http.ResponseWriter
	r     *http.Request
	media string
	lang  string
}

// published resolves persistent identifiers, in the form that is asked for.
func published(n *registry.Registry) http.Handler {
	return resolving(n, func(x *resolution) error {
		work, err := x.work()
		if err != nil {
			return err
		}
		return x.show(work)
	})
}

// manifested gives out the signed manifests of publications.
func manifested(n *registry.Registry) http.Handler {
	return resolving(n, func(x *resolution) error {
		work, err := x.work()
		if err != nil {
			return err
		}
		if !publication.Whole(work.Publication) {
			return model.Errorf(model.CodeForbidden, "parts of what the manifest says are not open to you")
		}
		text, err := publication.Of(work.Publication).Text()
		if err != nil {
			return err
		}
		x.w.Header().Set("Content-Disposition", fileNamed(work.Identifier+".manifest.json"))
		x.write(x.status(work), accept.JSON, text)
		return nil
	})
}

// contained gives out the content of publications, one record a line.
func contained(n *registry.Registry) http.Handler {
	return resolving(n, func(x *resolution) error {
		work, err := x.work()
		if err != nil {
			return err
		}
		began := false
		begin := func() {
			began = true
			header := x.w.Header()
			header.Set("Content-Type", "application/x-ndjson")
			header.Set("Content-Disposition", fileNamed(work.Identifier+".ndjson"))
			header.Set("Cache-Control", "private, no-store")
		}
		err = x.Published(x.r.Context(), work.ID, func(member registry.Published) error {
			if !began {
				begin()
			}
			if member.Content == nil {
				return nil
			}
			_, err := x.w.Write(append(member.Content, '\n'))
			return err
		})
		if err != nil && began {
			serve.Abort(x.r, err)
			return nil
		}
		return err
	})
}

// resolving answers a request for a publication, or says what is wrong with it, to people as a page.
func resolving(n *registry.Registry, answer func(*resolution) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Vary", "Accept, Accept-Language, Authorization, X-API-Key")
		x := &resolution{Registry: n, w: w, r: r, lang: languageOf(r)}
		if err := answer(x); err != nil {
			x.refuse(err)
		}
	})
}

// languageOf is the language of a page: the one that is asked for, or that the browser prefers.
func languageOf(r *http.Request) string {
	if lang := r.URL.Query().Get("lang"); lang == "zh" || lang == "en" {
		return lang
	}
	first, _, _ := strings.Cut(r.Header.Get("Accept-Language"), ",")
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(first)), "en") {
		return "en"
	}
	return "zh"
}

// work is the publication that the address names.
func (x *resolution) work() (*registry.Work, error) {
	id, err := x.Resolve(x.r.Context(), x.r.PathValue("identifier"))
	if err != nil {
		return nil, err
	}
	work, err := x.Work(x.r.Context(), id)
	if err != nil {
		return nil, err
	}
	work.Lang = x.lang
	for _, address := range []*string{&work.URL, &work.Supersedes, &work.SupersededBy} {
		if strings.HasPrefix(*address, "/") {
			*address = x.here() + *address
		}
	}
	return &work, nil
}

// here is what addresses at this node begin with, as the client wrote it: the institution's record
// does not say.
func (x *resolution) here() string {
	if x.r.TLS != nil {
		return "https://" + x.r.Host
	}
	return "http://" + x.r.Host
}

// form is the media type that the client prefers.
func (x *resolution) form() (string, error) {
	if name := x.r.URL.Query().Get("format"); name != "" {
		if media := formOf(name); media != "" {
			return media, nil
		}
		return "", model.Errorf(model.CodeInvalid, "there is no format of this name; there are html, jsonld, datacite-json, datacite-xml, csl, text")
	}
	media, ok := accept.Best(x.r.Header.Values("Accept"), mediaPage, mediaJSONLD, mediaDataCiteJSON, mediaDataCiteXML, mediaCSL, mediaCitation)
	if !ok {
		return "", errNotAcceptable
	}
	return media, nil
}

var errNotAcceptable = model.Errorf(model.CodeInvalid, "a publication is there as text/html, application/ld+json, application/vnd.datacite.datacite+json, "+
	"application/vnd.datacite.datacite+xml, application/vnd.citationstyles.csl+json and text/x-bibliography")

// show writes the publication in the form that is asked for.
func (x *resolution) show(work *registry.Work) error {
	media, err := x.form()
	if err != nil {
		return err
	}
	var text string
	switch media {
	case mediaJSONLD:
		text, err = publication.SchemaOrg(&work.Work)
	case mediaDataCiteJSON:
		text, err = publication.DataCiteJSON(&work.Work)
	case mediaDataCiteXML:
		text, err = publication.DataCiteXML(&work.Work)
	case mediaCSL:
		text, err = publication.CSL(&work.Work, work.Now)
	case mediaCitation:
		text = publication.Citation(&work.Work, work.Now) + "\n"
	default:
		var b bytes.Buffer
		err = page.Write(&b, page.Page{Work: work.Work, Path: registry.PathPublication + work.Identifier, Now: work.Now,
			Embargoed: work.Embargoed, Manifest: publication.Whole(work.Publication)})
		text = b.String()
		x.w.Header().Set("Content-Security-Policy", page.Policy())
	}
	if err != nil {
		return err
	}
	x.write(x.status(work), media, []byte(text))
	return nil
}

// status tells of a publication that was withdrawn.
func (x *resolution) status(work *registry.Work) int {
	if work.Withdrawn() {
		return http.StatusGone
	}
	return http.StatusOK
}

func (x *resolution) write(status int, media string, text []byte) {
	header := x.w.Header()
	if media == mediaPage || media == mediaCitation || media == mediaDataCiteXML {
		media += "; charset=utf-8"
	}
	header.Set("Content-Type", media)
	header.Set("Cache-Control", "private, no-cache")
	x.w.WriteHeader(status)
	if x.r.Method != http.MethodHead {
		_, _ = x.w.Write(text) // nobody is left to tell when this fails
	}
}

// refuse says why there is nothing to show, to people as a page.
func (x *resolution) refuse(err error) {
	status := 0
	switch {
	case errors.Is(err, registry.ErrWithdrawn):
		status = http.StatusGone
	case errors.Is(err, errNotAcceptable):
		status = http.StatusNotAcceptable
	}
	media, ok := accept.Best(x.r.Header.Values("Accept"), accept.JSON, mediaPage)
	code := model.CodeOf(err)
	if !ok || media != mediaPage || code == model.CodeInternal || code == model.CodeUnauthenticated {
		serve.WriteStatus(x.w, x.r, status, err)
		return
	}
	var b bytes.Buffer
	if fault := page.WriteError(&b, x.lang, messageOf(err)); fault != nil {
		serve.WriteError(x.w, x.r, fault)
		return
	}
	x.w.Header().Set("Content-Security-Policy", page.Policy())
	if status == 0 {
		status = map[model.Code]int{model.CodeNotFound: http.StatusNotFound, model.CodeForbidden: http.StatusForbidden}[code]
	}
	x.write(max(status, http.StatusBadRequest), mediaPage, b.Bytes())
}

// messageOf is what a caller is told of an error.
func messageOf(err error) string {
	var coded *model.Error
	if errors.As(err, &coded) {
		return coded.Message
	}
	return "something went wrong"
}
