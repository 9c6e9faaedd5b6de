package policy_test

import (
	"fmt"

	"metrograph/model"
	"metrograph/policy"
)

// A manufacturer lists certificates of the instruments that it made: the scope goes into the
// query, and each record found is decided to know which of its fields are shown.
func Example() {
	p, err := policy.Load(policy.Default())
	if err != nil {
		fmt.Println(err)
		return
	}
	const maker = "inst_0000000000000000000000000a"
	grant := p.For(&model.Principal{Subject: "key 7", Institution: maker, Level: model.LevelManufacturer})
	number, _ := model.Fields(model.KindCertificate, "number")
	scope := grant.Scope(model.ActionRead, model.KindCertificate, number)
	for _, clause := range scope.Any {
		fmt.Println(clause)
	}
	made := &model.Facts{Kind: model.KindCertificate, Classification: model.ClassificationNonPublic,
		Status: model.StatusPublished, Manufacturers: []model.ID{maker}}
	fields, allowed := grant.Decide(model.ActionRead, made)
	customer, _ := model.Fields(model.KindCertificate, "customer")
	fmt.Println(allowed, fields.Has(number), fields.Has(customer))
	// Output:
	// [{origin [inst_0000000000000000000000000a]}]
	// [{classification [PUBLIC]} {status [PUBLISHED]}]
	// [{status [PUBLISHED]} {manufacturer [inst_0000000000000000000000000a]}]
	// true true false
}
