package store

import "metrograph/model"

func collectionJobs() Schema {
	type J = *model.CollectionJob
	return Schema{
		Kind:  model.KindCollectionJob,
		Paths: commonPaths([]string{"state"}),
		Fields: []Field{
			one("state", Code, "state", func(j J) Value { return string(j.State) }),
		},
		terms: func(model.Record) []string { return nil },
	}
}

func exports() Schema {
	type E = *model.Export
	return Schema{
		Kind:  model.KindExport,
		Paths: commonPaths([]string{"state"}),
		Fields: []Field{
			one("state", Code, "state", func(e E) Value { return string(e.State) }),
			one("content", Code, "content", func(e E) Value { return string(e.Content) }),
			one("format", Code, "format", func(e E) Value { return string(e.Format) }),
		},
		terms: func(model.Record) []string { return nil },
	}
}

func webhooks() Schema {
	type W = *model.Webhook
	return Schema{
		Kind:  model.KindWebhook,
		Paths: commonPaths([]string{"state"}),
		Fields: []Field{
			one("state", Code, "state", func(w W) Value { return string(w.State) }),
		},
		terms: func(model.Record) []string { return nil },
	}
}

func submissions() Schema {
	type S = *model.Submission
	return Schema{
		Kind:  model.KindSubmission,
		Paths: commonPaths([]string{"state"}, []string{"sender"}, []string{"receiver"}),
		Fields: []Field{
			one("state", Code, "state", func(s S) Value { return string(s.State) }),
			one("sender", Code, "sender", func(s S) Value { return string(s.SenderID) }),
			one("receiver", Code, "receiver", func(s S) Value { return string(s.ReceiverID) }),
		},
		terms: func(model.Record) []string { return nil },
	}
}
