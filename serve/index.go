package serve

import (
	"html/template"
	"net/http"
	"strings"
)

// place is an entry of the index.
type place struct {
	Path string `json:"path"`
	En   string `json:"en"`
	Zh   string `json:"zh"`
}

func (s *shell) places() []place {
	places := []place{{"/healthz", "Is the process alive?", "进程是否存活"}, {"/readyz", "Can it answer?", "服务是否就绪"}}
	if s.Metrics != MetricsOff {
		places = append(places, place{"/metrics", "Metrics for Prometheus", "Prometheus 监控指标"})
	}
	if s.GraphQL != nil {
		places = append([]place{{"/graphql", "The GraphQL API", "GraphQL 接口"}}, places...)
	}
	if s.Explorer {
		places = append([]place{{"/explorer/", "Try queries", "在线查询"}}, places...)
	}
	return places
}

// indexPage has no style and no script: the content policy allows none.
const indexPage = `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Metrograph</title>
<h1>Metrograph</h1>
<p>计量数据共享节点<br>A node for sharing metrology data</p>
<ul>
{{- range .}}
<li><a href="{{.Path}}">{{.Path}}</a> {{.Zh}} · {{.En}}</li>
{{- end}}
</ul>
</html>
`

// index says what there is, to people as a page and to programs as JSON.
func (s *shell) index(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept")
	if !strings.Contains(r.Header.Get("Accept"), "text/html") {
		writeJSON(w, "application/json", http.StatusOK, map[string]any{"name": "metrograph", "places": s.places()})
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = template.Must(template.New("index").Parse(indexPage)).Execute(w, s.places()) // nobody is left to tell when this fails
}
