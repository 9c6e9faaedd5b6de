package store

import "metrograph/model"

func reports() Schema {
	type R = *model.Report
	return Schema{
		Kind:  model.KindReport,
		Paths: commonPaths([]string{"discipline"}, []string{"state"}, []string{"type"}, []string{"file"}),
		Fields: []Field{
			one("state", Code, "state", func(r R) Value { return string(r.State) }).groups(),
			one("type", Code, "type", func(r R) Value { return string(r.Type) }).groups(),
			one("period", Code, "period", func(r R) Value { return r.Period }),
			one("language", Code, "language", func(r R) Value { return r.Language }),
			one("instrument", Code, "instrument", func(r R) Value { return string(r.InstrumentID) }),
			one("model", Code, "model", func(r R) Value { return r.Model }),
			one("publishedAt", Int, "publishedAt", func(r R) Value { return Millis(r.PublishedAt) }).sorts(),
			many("file", Code, "files", fileHashes),
		},
		terms: func(model.Record) []string { return nil },
	}
}

func fileHashes(r *model.Report) []string {
	hashes := make([]string, len(r.Files))
	for i, f := range r.Files {
		hashes[i] = f.SHA256
	}
	return hashes
}
