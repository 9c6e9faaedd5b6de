package policy

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/internal/golden"
)

// TestMatrix shows what the default policy comes to, as the golden file: a change of the
// policy shows there what it changes for whom.
func TestMatrix(t *testing.T) {
	p := mustLoad(t, Default())
	share(t, p, MatrixAgreement())
	have, err := Matrix(p.Compiled)
	if err != nil {
		t.Fatal(err)
	}
	golden.Check(t, "testdata/matrix.golden", have)
	live, err := Matrix(p.Live)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(live, have); diff != "" {
		t.Errorf("Casbin writes another matrix (-Casbin +table):\n%s", diff)
	}
}

func TestCheckDefault(t *testing.T) {
	report := Check(Default())
	if len(report.Findings) > 0 || !report.OK() {
		t.Errorf("%s", report)
	}
	if !strings.Contains(report.String(), "GOVERNMENT\n") {
		t.Errorf("no matrix: %s", report)
	}
}

func TestCheckWarns(t *testing.T) {
	const rule = `p, MEMBER, method|dataset, read|count, r.obj.status == 'PUBLISHED', * -title, allow`
	cases := []struct {
		name  string
		lines []string
		want  []string
	}{
		{"the same line", []string{rule, rule}, []string{"test.csv:2: the line is the same as line 1; leave it out"}},
		{"adds nothing", []string{rule, `p, RECORDER, method, read, r.obj.status == 'PUBLISHED' && r.obj.level == 'NATIONAL', code, allow`}, nil},
		{
			"adds nothing to its role",
			[]string{rule, `p, MEMBER, method, read, r.obj.status == 'PUBLISHED' && r.obj.level == 'NATIONAL', code, allow`},
			[]string{"test.csv:2: the rule adds nothing to line 1; leave it out"},
		},
		{
			"adds nothing to what anyone has",
			[]string{`p, ANYONE, method, read, true, *, allow`, `p, RECORDER, method, read, r.obj.origin == r.sub.institution, code, allow`},
			[]string{"test.csv:2: the rule adds nothing to line 1; leave it out"},
		},
		{"shows more", []string{rule, `p, MEMBER, method, read, r.obj.status == 'PUBLISHED', code title, allow`}, nil},
		{
			"said twice in other words",
			[]string{`p, MEMBER, method, read, true, *, allow`, `p, MEMBER, method, read, true && true, *, allow`},
			[]string{"test.csv:2: the rule adds nothing to line 1; leave it out"},
		},
		{
			"denied",
			[]string{rule, `p, ANYONE, *, *, "r.obj.status in ('DRAFT', 'PUBLISHED')", *, deny`},
			[]string{"test.csv:1: the rule never takes effect: line 2 denies all of it; leave it out, or narrow the deny"},
		},
		{
			"personal",
			[]string{`p, ANYONE, certificate, read, true, number personnel, allow`, `p, ANYONE, person, download, true, *, allow`, `p, ANYONE, certificate, download, true, *, allow`},
			[]string{
				"test.csv:1: the rule shows personal data to everybody; take away person and personnel",
				"test.csv:2: the rule shows personal data to everybody; take away person and personnel",
			},
		},
		{"groups", []string{rule, `g2, @f, title`, `g3, @k, method`}, []string{
			"test.csv: no rule uses the group @f; leave it out",
			"test.csv: no rule uses the group @k; leave it out",
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var have []string
			p := mustLoad(t, rules(c.lines...))
			for _, f := range p.findings() {
				have = append(have, f.in("test.csv"))
			}
			if diff := cmp.Diff(c.want, have); diff != "" {
				t.Error(diff)
			}
		})
	}
}
