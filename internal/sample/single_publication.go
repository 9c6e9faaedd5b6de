package sample

import (
	"strings"

	"metrograph/model"
)

// Publication returns the publication of the data set of pressure gauges, with a seal that only
// looks like one.
func Publication(edits ...func(*model.Publication)) *model.Publication {
	p := &model.Publication{
		Head: singleHead(model.KindPublication), SubjectID: ID(model.KindDataset, 1), SubjectVersion: 1,
		Title: bi("压力表示例数据集", "Sample data set of pressure gauges"), VersionLabel: "1.0", Discipline: model.DisciplineMechanics,
		Keywords: []string{"pressure"}, Creators: []model.Creator{{InstitutionID: ID(model.KindInstitution, 1), Name: bi("示例省计量院", "Sample Institute")}},
		Publisher: bi("示例省计量院", "Sample Institute"), Licence: "CC-BY-4.0", PublishedAt: birth(3),
		Members: []model.PublishedMember{
			{RecordID: ID(model.KindDataset, 1), Version: 1, SHA256: strings.Repeat("a1", 32)},
			{RecordID: ID(model.KindCertificate, 1), Version: 1, SHA256: strings.Repeat("b2", 32)},
		},
		Seal: model.ManifestSeal{Algorithm: "Ed25519", PublicKey: strings.Repeat("A", 43) + "=", Signature: strings.Repeat("A", 86) + "=="},
	}
	p = edited(p, edits)
	p.Identifier = model.PublicationIdentifier(p.ID)
	return p
}
