package table

import (
	"strconv"
	"strings"
	"time"

	"metrograph/export"
	"metrograph/model"
)

// text makes a column of texts.
func text[R model.Record](name, zh string, of func(R) string) column {
	return column{name, zh, func(r model.Record, _ export.Related) cell { return cell{text: of(r.(R))} }}
}

// number makes a column of numbers; a masked one is empty.
func number[R model.Record](name, zh string, of func(R) int64) column {
	return column{name, zh, func(r model.Record, _ export.Related) cell {
		if bit, _ := model.Fields(r.Kind(), name); r.Base().Masked&bit != 0 {
			return cell{}
		}
		return cell{text: strconv.FormatInt(of(r.(R)), 10), number: true}
	}}
}

// flag makes a column of truth values.
func flag[R model.Record](name, zh string, of func(R) bool) column {
	return column{name, zh, func(r model.Record, _ export.Related) cell {
		if bit, _ := model.Fields(r.Kind(), name); r.Base().Masked&bit != 0 {
			return cell{}
		}
		return cell{text: strconv.FormatBool(of(r.(R)))}
	}}
}

// both makes two columns of a text: in Chinese, and in English or whatever language it has.
func both[R model.Record](name, zh string, of func(R) model.Text) []column {
	return []column{
		text(name+".zh", zh+"（中文）", func(r R) string { return of(r).Zh }),
		text(name+".en", zh+"（英文）", func(r R) string {
			if t := of(r); t.En != "" || t.Zh == "" {
				return t.In("en")
			}
			return ""
		}),
	}
}

// named makes the columns of a record that is referred to: its id, and its name where the
// reader may see it.
func named[R model.Record](name, zh string, of func(R) model.ID) []column {
	return []column{
		text(name, zh+"标识", func(r R) string { return string(of(r)) }),
		{name + ".name", zh + "名称", func(r model.Record, related export.Related) cell {
			if i := export.Of[*model.Institution](related, of(r.(R))); i != nil {
				return cell{text: i.Name.In("zh", "en")}
			}
			return cell{}
		}},
	}
}

func columns(parts ...any) []column {
	var all []column
	for _, part := range parts {
		switch part := part.(type) {
		case column:
			all = append(all, part)
		case []column:
			all = append(all, part...)
		}
	}
	return all
}

// head are the columns that every table begins with, and tail those that it ends with.
func head() []column {
	type R = model.Record
	return columns(
		text("id", "标识", func(r R) string { return string(r.Base().ID) }),
		number("version", "版本号", func(r R) int64 { return int64(r.Base().Version) }),
		text("status", "状态", func(r R) string { return string(r.Base().Status) }),
		text("classification", "数据类别", func(r R) string { return string(r.Base().Classification) }),
		text("level", "数据级别", func(r R) string { return string(r.Base().Level) }),
		text("region", "行政区划", func(r R) string { return string(r.Base().Region) }),
		text("origin", "来源机构", func(r R) string { return string(r.Base().Origin) }),
	)
}

func tail() []column {
	type R = model.Record
	return columns(
		text("created.at", "创建时间", func(r R) string { return moment(r.Base().Created.At) }),
		text("modified.at", "最近修改时间", func(r R) string { return moment(r.Base().Modified.At) }),
		text("modified.reason", "修改原因", func(r R) string { return r.Base().Modified.Reason }),
		text("provenance.sourceName", "来源文件", func(r R) string { return r.Base().Provenance.SourceName }),
	)
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// joined is a list in one cell.
func joined[T any](list []T, of func(*T) string) string {
	var parts []string
	for i := range list {
		if part := of(&list[i]); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "; ")
}

func ids(list []model.ID) string {
	return joined(list, func(id *model.ID) string { return string(*id) })
}

func words(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, " ")
}

func best(t model.Text) string { return t.In("zh", "en") }

// amount is a quantity as people write it: 20.0 °C.
func amount(q *model.Quantity) string {
	if q == nil {
		return ""
	}
	return words(string(q.Value)+q.Text, unit(q.Unit))
}

func unit(u model.Unit) string {
	if u.Symbol != "" {
		return u.Symbol
	}
	return u.Text
}

// between is an interval as people write it.
func between(i *model.Interval) string {
	return words(best(i.Label), i.Kind, amount(i.Lower), "…", amount(i.Upper))
}
