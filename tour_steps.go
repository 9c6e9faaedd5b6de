package main

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"syscall"
)

// tour is the way through the network.
func (w *demoNetwork) tour() *tour {
	t := &tour{intro: w.introduction()}
	t.steps = append(t.steps, w.showHarvest(), w.showRelay(), w.showNetwork(), w.showAgreement(), w.showPublication(), w.showStopped())
	return t
}

// introduction says which nodes there are.
func (w *demoNetwork) introduction() string {
	var b strings.Builder
	b.WriteString("\nFive nodes, each a process with its own data, key and agreements; each trusts each.\n五个节点，各为独立进程，各有数据、密钥与共享协议，彼此互信。\n\n")
	for _, c := range w.centres {
		fmt.Fprintf(&b, "  %-12s %s/explorer/  pid %-7d %s %s\n", c.name, c.url, c.process.command.Process.Pid, c.self.Name.Zh, c.self.Name.En)
		fmt.Fprintf(&b, "    %s (recorder)  %s (administrator)\n", c.callers["recorder"].Key, c.callers["administrator"].Key)
	}
	b.WriteString("\n--ready-file names keys for callers of every kind. 各类调用方的密钥见 --ready-file 文件。\n")
	return b.String()
}

// showHarvest shows how the exchanges of the national centre go.
func (w *demoNetwork) showHarvest() tourStep {
	nation, a, b := w.centre("national"), w.centre("provincialA"), w.centre("provincialB")
	return tourStep{
		en: "The national centre has harvested from the provinces: how that goes, on the command line and in GraphQL.",
		zh: "国家中心已从两省采收数据：用命令行与 GraphQL 查看采收状态。",
		acts: []tourAct{
			w.metrograph(func(answer string) error {
				for _, c := range []*demoCentre{a, b} {
					if err := harvested(answer, string(c.self.ID)); err != nil {
						return err
					}
				}
				return nil
			}, "peer", "status", "--url", nation.url, "--key", nation.callers["administrator"].Key),
			nation.query("administrator", "{ peers { node name { zh en } trust harvest lastSuccess lag failure received receivedBytes throughput rejected } }", func(answer any) error {
				done := 0
				for _, p := range items(answer, "data", "peers") {
					if dig(p, "harvest") == true && dig(p, "lastSuccess") != nil && dig(p, "failure") == nil && number(p, "received") > 0 && number(p, "rejected") == 0 {
						done++
					}
				}
				return promised(done == 2, "two provinces are harvested from without failure; there are %d", done)
			}),
		},
	}
}

// harvested finds the line of a peer in the status, which has to tell of a success.
func harvested(status, peer string) error {
	for line := range strings.Lines(status) {
		if strings.HasPrefix(line, peer) {
			return promised(strings.Contains(line, "TRUSTED") && strings.HasSuffix(strings.TrimSpace(line), " -"), "the harvest from %s succeeded: %s", peer, line)
		}
	}
	return fmt.Errorf("%s is no peer", peer)
}

// showRelay shows records of the laboratory at the nation, which never asked it.
func (w *demoNetwork) showRelay() tourStep {
	nation, a, lab := w.centre("national"), w.centre("provincialA"), w.centre("thirdParty")
	return tourStep{
		en: "The laboratory submits to its province, which passes on to the nation: there they still are the laboratory's, under its signature. The laboratory has a signed receipt.",
		zh: "第三方实验室向所在省汇交，省再上送国家：记录仍属该实验室，签名不变。实验室持有签名回执。",
		acts: []tourAct{
			lab.query("recorder", "{ submissions(first: 1, filter: {state: {eq: ACKNOWLEDGED}}) { edges { node { state mode receiver { name { zh en } } tally { read created rejected } receipt } } } }", func(answer any) error {
				s := dig(answer, "data", "submissions", "edges", 0, "node")
				return promised(dig(s, "state") == "ACKNOWLEDGED" && dig(s, "receipt") != nil && number(s, "tally", "rejected") == 0, "the submission was acknowledged")
			}),
			nation.query("national", fmt.Sprintf(`{ certificates(first: 2, filter: {origin: {eq: "%s"}}) { totalCount edges { node { number classification origin { name { zh en } } replica { version hash node { id } from { id name { zh en } } } } } } }`, lab.self.ID), func(answer any) error {
				first := dig(answer, "data", "certificates", "edges", 0, "node", "replica")
				return promised(dig(first, "node", "id") == string(lab.self.ID) && dig(first, "from", "id") == string(a.self.ID), "records of the laboratory came by way of the province")
			}),
		},
	}
}

// showNetwork asks all centres at once, as the manufacturer.
func (w *demoNetwork) showNetwork() tourStep {
	return tourStep{
		en:   "The manufacturer asks all centres at once what was certified of its instruments, public or not; each centre decides by its own rules.",
		zh:   "生产企业一次查询各中心对其产品出具的证书（含非公开）；各中心按自己的规则决定。",
		acts: []tourAct{w.askAllAct("")},
	}
}

// askAllAct has the manufacturer put a query to all centres. All answer, or all but one, which
// is named.
func (w *demoNetwork) askAllAct(missing string) tourAct {
	maker := w.centre("manufacturer")
	query := fmt.Sprintf(`{ certificates(scope: NETWORK, first: 20, filter: {manufacturer: {eq: "%s"}}) { totalCount network { complete nodes { node name { zh en } status latency rows } warnings { code node message messageZh } } edges { node { number classification origin { name { zh en } } items { model serialNumber } } } } }`, maker.self.ID)
	return maker.query("manufacturer", query, func(answer any) error {
		report := dig(answer, "data", "certificates", "network")
		if err := promised(dig(report, "complete") == (missing == "") && number(answer, "data", "certificates", "totalCount") > 0, "the answer is complete: %v", missing == ""); err != nil {
			return err
		}
		for _, n := range items(report, "nodes") {
			c := w.named(dig(n, "node"))
			well := dig(n, "status") == "OK" && (number(n, "rows") > 0 || c == "national")
			if err := promised(well == (c != missing), "%s answers with rows: %v; it is %v", c, c != missing, n); err != nil {
				return err
			}
		}
		return promised(len(items(report, "nodes")) == len(w.centres) && (missing == "" || w.named(dig(report, "warnings", 0, "node")) == missing),
			"all nodes are named, and %q in a warning", missing)
	})
}

// named is the name of the centre of an institution.
func (w *demoNetwork) named(id any) string {
	for _, c := range w.centres {
		if id == string(c.self.ID) {
			return c.name
		}
	}
	return ""
}

// showAgreement shows what an agreement between the provinces changes.
func (w *demoNetwork) showAgreement() tourStep {
	a, b := w.centre("provincialA"), w.centre("provincialB")
	return tourStep{
		en: "An agreement: the second province grants the first what is not public in three disciplines, and withdraws it. Members of the first find more over the network at once; its node harvests more, and has to give it back.",
		zh: "共享协议：第二个省把三个专业的非公开数据授权给第一个省，随后撤回。授权后第一个省的成员立即可跨网查到更多，其节点采收更多；撤回后须交还。",
		acts: []tourAct{
			w.seesOf(a, b, false), w.decideAct(b, "publishRecord", 1), w.seesOf(a, b, true), w.harvestAct(a, b), w.broughtAct(a, b, "created", 1),
			w.decideAct(b, "withdrawRecord", 2), w.seesOf(a, b, false), w.harvestAct(a, b), w.broughtAct(a, b, "withdrawn", 0),
		},
	}
}

// seesOf counts over the network, as a member of one centre, what is not public at another.
func (w *demoNetwork) seesOf(c, of *demoCentre, some bool) tourAct {
	return c.query("provincial", fmt.Sprintf(`{ certificates(scope: NETWORK, first: 1, filter: {origin: {eq: "%s"}, classification: {eq: NON_PUBLIC}}) { totalCount edges { node { number discipline } } } }`, of.self.ID), func(answer any) error {
		n := number(answer, "data", "certificates", "totalCount")
		return promised(n > 0 == some, "what is not public is seen: %v; %v certificates are", some, n)
	})
}

// decideAct publishes or withdraws the agreement that a centre offers.
func (w *demoNetwork) decideAct(c *demoCentre, mutation string, version int) tourAct {
	return c.query("administrator", fmt.Sprintf(`mutation { %s(input: {id: "%s", version: %d, reason: "tour"}) { errors { code message } record { id status } } }`, mutation, c.offered, version), func(answer any) error {
		return promised(dig(answer, "data", mutation, "record") != nil, "the agreement was changed")
	})
}

// broughtAct shows the latest submissions from a centre, one of which, after the first so many
// that there ever were, has brought or taken back records.
func (w *demoNetwork) broughtAct(c, from *demoCentre, what string, after int) tourAct {
	return c.query("recorder", fmt.Sprintf(`{ submissions(first: 20, filter: {sender: {eq: "%s"}}) { edges { node { state endedAt tally { read created amended withdrawn rejected } changes { record outcome } } } } }`, from.self.ID), func(answer any) error {
		some, all := 0, items(answer, "data", "submissions", "edges")
		for _, s := range all[:max(len(all)-after, 0)] {
			if number(s, "node", "tally", what) > 0 && dig(s, "node", "state") == "ACKNOWLEDGED" {
				some++
			}
		}
		return promised(some > 0, "a submission has records that were %s", what)
	})
}

// harvestAct asks a centre to harvest at once.
func (w *demoNetwork) harvestAct(c, from *demoCentre) tourAct {
	return c.query("recorder", fmt.Sprintf(`mutation { harvest(input: {sender: "%s"}) { submission { id state } errors { code message } } }`, from.self.ID), nil)
}

// showStopped shows what becomes of the others when a node stops, and starts again.
func (w *demoNetwork) showStopped() tourStep {
	nation, b := w.centre("national"), w.centre("provincialB")
	status := func(fails bool) tourAct {
		return nation.query("administrator", "{ peers { node name { zh en } lastSuccess lag failure } }", func(answer any) error {
			for _, p := range items(answer, "data", "peers") {
				if dig(p, "node") == string(b.self.ID) {
					return promised((dig(p, "failure") != nil) == fails, "the harvest fails: %v; it says %v", fails, dig(p, "failure"))
				}
			}
			return fmt.Errorf("%s is no peer", b.self.ID)
		})
	}
	return tourStep{
		en:   "A node stops: network queries are answered all the same and name it, and so does the status of those that harvest from it, after a round (" + w.PeersEvery.String() + "). Soon after its start all is well again.",
		zh:   "一个节点停止：跨网查询照常应答并指明它，采收方的状态在一轮（" + w.PeersEvery.String() + "）后亦指明它。重新启动后很快恢复正常。",
		acts: []tourAct{w.stopAct(b), w.askAllAct(b.name), status(true), w.startAct(b), w.askAllAct(""), status(false)},
	}
}

// stopAct stops a node.
func (w *demoNetwork) stopAct(c *demoCentre) tourAct {
	pid := c.process.command.Process.Pid
	command := fmt.Sprintf("kill %d", pid)
	if runtime.GOOS == "windows" {
		command = fmt.Sprintf("taskkill /F /PID %d", pid)
	}
	return tourAct{command: command, do: func(context.Context) (string, error) {
		if runtime.GOOS == "windows" {
			_ = c.process.command.Process.Kill() // it may have ended
		} else if err := c.process.command.Process.Signal(syscall.SIGTERM); err != nil {
			return "", err
		}
		return "", c.process.await()
	}}
}

// startAct starts a node that was stopped.
func (w *demoNetwork) startAct(c *demoCentre) tourAct {
	command := fmt.Sprintf("%s serve %s &", w.self(), joined(w.settings(c)))
	return tourAct{command: command, do: func(ctx context.Context) (string, error) {
		if err := w.launch(ctx, c); err != nil {
			return "", err
		}
		return "", c.process.wait(ctx)
	}}
}

// joined is a command line of arguments.
func joined(arguments []string) string {
	words := make([]string, len(arguments))
	for i, a := range arguments {
		words[i] = quoted(a)
	}
	return strings.Join(words, " ")
}

// promised is the error of a promise that does not hold.
func promised(holds bool, promise string, about ...any) error {
	if holds {
		return nil
	}
	return fmt.Errorf("it was promised that "+promise, about...)
}

// items is the list at a path of an answer.
func items(answer any, path ...any) []any {
	list, _ := dig(answer, path...).([]any)
	return list
}

// number is the number at a path of an answer; 0 where there is none.
func number(answer any, path ...any) float64 {
	n, _ := dig(answer, path...).(float64)
	return n
}
