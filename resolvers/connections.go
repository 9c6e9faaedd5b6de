package resolvers

import (
	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

// The schema has a connection type for every kind of record; they differ in their nodes.

func institutions(p registry.Page) *gqlmodel.InstitutionConnection {
	edge := func(cursor string, node *model.Institution) *gqlmodel.InstitutionEdge {
		return &gqlmodel.InstitutionEdge{Cursor: cursor, Node: node}
	}
	return &gqlmodel.InstitutionConnection{Edges: edges(p, edge), PageInfo: pageInfo(p), TotalCount: p.Total}
}

func certificates(p registry.Page) *gqlmodel.CertificateConnection {
	edge := func(cursor string, node *model.Certificate) *gqlmodel.CertificateEdge {
		return &gqlmodel.CertificateEdge{Cursor: cursor, Node: node}
	}
	return &gqlmodel.CertificateConnection{Edges: edges(p, edge), PageInfo: pageInfo(p), TotalCount: p.Total}
}

func instruments(p registry.Page) *gqlmodel.InstrumentConnection {
	edge := func(cursor string, node *model.Instrument) *gqlmodel.InstrumentEdge {
		return &gqlmodel.InstrumentEdge{Cursor: cursor, Node: node}
	}
	return &gqlmodel.InstrumentConnection{Edges: edges(p, edge), PageInfo: pageInfo(p), TotalCount: p.Total}
}

func environments(p registry.Page) *gqlmodel.EnvironmentConnection {
	edge := func(cursor string, node *model.Environment) *gqlmodel.EnvironmentEdge {
		return &gqlmodel.EnvironmentEdge{Cursor: cursor, Node: node}
	}
	return &gqlmodel.EnvironmentConnection{Edges: edges(p, edge), PageInfo: pageInfo(p), TotalCount: p.Total}
}

func persons(p registry.Page) *gqlmodel.PersonConnection {
	edge := func(cursor string, node *model.Person) *gqlmodel.PersonEdge {
		return &gqlmodel.PersonEdge{Cursor: cursor, Node: node}
	}
	return &gqlmodel.PersonConnection{Edges: edges(p, edge), PageInfo: pageInfo(p), TotalCount: p.Total}
}

func methods(p registry.Page) *gqlmodel.MethodConnection {
	edge := func(cursor string, node *model.Method) *gqlmodel.MethodEdge {
		return &gqlmodel.MethodEdge{Cursor: cursor, Node: node}
	}
	return &gqlmodel.MethodConnection{Edges: edges(p, edge), PageInfo: pageInfo(p), TotalCount: p.Total}
}

func datasets(p registry.Page) *gqlmodel.DatasetConnection {
	edge := func(cursor string, node *model.Dataset) *gqlmodel.DatasetEdge {
		return &gqlmodel.DatasetEdge{Cursor: cursor, Node: node}
	}
	return &gqlmodel.DatasetConnection{Edges: edges(p, edge), PageInfo: pageInfo(p), TotalCount: p.Total}
}

func attachments(p registry.Page) *gqlmodel.AttachmentConnection {
	edge := func(cursor string, node *model.Attachment) *gqlmodel.AttachmentEdge {
		return &gqlmodel.AttachmentEdge{Cursor: cursor, Node: node}
	}
	return &gqlmodel.AttachmentConnection{Edges: edges(p, edge), PageInfo: pageInfo(p), TotalCount: p.Total}
}

func agreements(p registry.Page) *gqlmodel.AgreementConnection {
	edge := func(cursor string, node *model.Agreement) *gqlmodel.AgreementEdge {
		return &gqlmodel.AgreementEdge{Cursor: cursor, Node: node}
	}
	return &gqlmodel.AgreementConnection{Edges: edges(p, edge), PageInfo: pageInfo(p), TotalCount: p.Total}
}

func collectionJobs(p registry.Page) *gqlmodel.CollectionJobConnection {
	edge := func(cursor string, node *model.CollectionJob) *gqlmodel.CollectionJobEdge {
		return &gqlmodel.CollectionJobEdge{Cursor: cursor, Node: node}
	}
	return &gqlmodel.CollectionJobConnection{Edges: edges(p, edge), PageInfo: pageInfo(p), TotalCount: p.Total}
}

func exports(p registry.Page) *gqlmodel.ExportConnection {
	edge := func(cursor string, node *model.Export) *gqlmodel.ExportEdge {
		return &gqlmodel.ExportEdge{Cursor: cursor, Node: node}
	}
	return &gqlmodel.ExportConnection{Edges: edges(p, edge), PageInfo: pageInfo(p), TotalCount: p.Total}
}

func webhooks(p registry.Page) *gqlmodel.WebhookConnection {
	edge := func(cursor string, node *model.Webhook) *gqlmodel.WebhookEdge {
		return &gqlmodel.WebhookEdge{Cursor: cursor, Node: node}
	}
	return &gqlmodel.WebhookConnection{Edges: edges(p, edge), PageInfo: pageInfo(p), TotalCount: p.Total}
}

func publications(p registry.Page) *gqlmodel.PublicationConnection {
	edge := func(cursor string, node *model.Publication) *gqlmodel.PublicationEdge {
		return &gqlmodel.PublicationEdge{Cursor: cursor, Node: node}
	}
	return &gqlmodel.PublicationConnection{Edges: edges(p, edge), PageInfo: pageInfo(p), TotalCount: p.Total}
}

func submissions(p registry.Page) *gqlmodel.SubmissionConnection {
	edge := func(cursor string, node *model.Submission) *gqlmodel.SubmissionEdge {
		return &gqlmodel.SubmissionEdge{Cursor: cursor, Node: node}
	}
	return &gqlmodel.SubmissionConnection{Edges: edges(p, edge), PageInfo: pageInfo(p), TotalCount: p.Total}
}

func committees(p registry.Page) *gqlmodel.CommitteeConnection {
	edge := func(cursor string, node *model.Committee) *gqlmodel.CommitteeEdge {
		return &gqlmodel.CommitteeEdge{Cursor: cursor, Node: node}
	}
	return &gqlmodel.CommitteeConnection{Edges: edges(p, edge), PageInfo: pageInfo(p), TotalCount: p.Total}
}

func reportPage(p registry.Page) *gqlmodel.ReportConnection {
	edge := func(cursor string, node *model.Report) *gqlmodel.ReportEdge {
		return &gqlmodel.ReportEdge{Cursor: cursor, Node: node}
	}
	return &gqlmodel.ReportConnection{Edges: edges(p, edge), PageInfo: pageInfo(p), TotalCount: p.Total}
}

func evaluations(p registry.Page) *gqlmodel.EvaluationConnection {
	edge := func(cursor string, node *model.Evaluation) *gqlmodel.EvaluationEdge {
		return &gqlmodel.EvaluationEdge{Cursor: cursor, Node: node}
	}
	return &gqlmodel.EvaluationConnection{Edges: edges(p, edge), PageInfo: pageInfo(p), TotalCount: p.Total}
}

func reviews(p registry.Page) *gqlmodel.ReviewConnection {
	edge := func(cursor string, node *model.Review) *gqlmodel.ReviewEdge {
		return &gqlmodel.ReviewEdge{Cursor: cursor, Node: node}
	}
	return &gqlmodel.ReviewConnection{Edges: edges(p, edge), PageInfo: pageInfo(p), TotalCount: p.Total}
}
