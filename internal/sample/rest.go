package sample

import (
	"strings"

	"metrograph/model"
)

// A rest is what is kept of a working instrument between its certificates: what is not found
// out again from the seed. There are very many of them, so they are small and point nowhere.
type rest struct {
	random
	line, nth, turn, count, done, validity int32

	from, interval, offset int64
	recent                 [3]idText
	after, change          [maxPoints]int64
}

// idText is the text of an id, with zeros after it.
type idText [32]byte

// retire puts all working instruments to rest.
func (g *generator) retire() {
	g.rests, g.papers = make([]rest, len(g.plans)), map[int][]model.ID{}
	for _, p := range g.plans {
		if len(p.attachments) > 0 {
			g.papers[p.index] = p.attachments
		}
		g.dismiss(p)
	}
}

// dismiss puts a working instrument to rest. Standards are at hand for what is measured
// against them.
func (g *generator) dismiss(p *plan) {
	if p.tier != tierWorking {
		return
	}
	r := rest{
		random: p.random, line: int32(p.lineIndex), nth: int32(p.nth), turn: int32(p.turn), count: int32(p.count), done: int32(p.done),
		validity: int32(p.validity), from: p.from, interval: p.interval, offset: p.offset, after: p.after, change: p.change,
	}
	for i := range p.recent {
		copy(r.recent[i][:], p.recent[i].id)
	}
	g.rests[p.index], g.plans[p.index] = r, nil
}

// recall makes an instrument again, as it was made first, with what has happened to it since.
func (g *generator) recall(index int) *plan {
	if p := g.plans[index]; p != nil {
		return p
	}
	r := &g.rests[index]
	p := g.plan(int(r.line), tierWorking, int(r.nth))
	p.index, p.turn = index, int(r.turn)
	g.own(p)
	g.trace(p)
	g.describe(p)
	g.gather(p)
	p.attachments = g.papers[index]
	p.random, p.count, p.done, p.validity = r.random, int(r.count), int(r.done), int(r.validity)
	p.from, p.interval, p.offset, p.after, p.change = r.from, r.interval, r.offset, r.after, r.change
	for i := range r.recent {
		p.recent[i].id = model.ID(strings.TrimRight(string(r.recent[i][:]), "\x00"))
	}
	g.plans[index] = p
	return p
}
