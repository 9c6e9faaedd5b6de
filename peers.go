package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"text/tabwriter"
	"time"

	"metrograph/config"
	"metrograph/federate"
	"metrograph/model"
)

// peering is what the commands on peers need: of the node in a data folder, or of a running
// one.
type peering interface {
	Overview(ctx context.Context) (federate.Overview, error)
	Add(ctx context.Context, endpoint string) (federate.Peer, error)
	Trust(ctx context.Context, id model.ID, t federate.Terms) (federate.Peer, error)
	Remove(ctx context.Context, id model.ID) error
	Rotate(ctx context.Context) (federate.Overview, error)
	Resync(ctx context.Context, id model.ID) (federate.Resyncing, error)
}

// withPeers does something with the peers of the node that the settings name.
func (p *program) withPeers(ctx context.Context, at config.Remote, do func(peering) error) error {
	if at.URL != "" {
		return do(remotePeers{strings.TrimRight(at.URL, "/"), at.Key})
	}
	return p.withNode(ctx, func(n *node) error { return do(localPeers{n.federation}) })
}

func (p *program) peerAdd(ctx context.Context) error {
	c := p.Peer.Add
	return p.withPeers(ctx, c.Remote, func(peers peering) error {
		peer, err := peers.Add(ctx, c.Endpoint)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.err, "%s is noted and not trusted yet. Compare the fingerprint with what its operator tells you, then:\n", nameOf(peer))
		fmt.Fprintf(p.err, "  metrograph peer trust %s --fingerprint FINGERPRINT\n", peer.ID)
		fmt.Fprintln(p.out, peer.ID, peer.Fingerprint())
		return nil
	})
}

func (p *program) peerTrust(ctx context.Context) error {
	c := p.Peer.Trust
	terms := federate.Terms{Fingerprint: c.Fingerprint, Harvest: c.Harvest, Submit: c.Submit, Relay: c.Relay}
	terms.Attachments = federate.Attachments(strings.ToUpper(strings.ReplaceAll(c.Attachments, "-", "_")))
	return p.withPeers(ctx, c.Remote, func(peers peering) error {
		peer, err := peers.Trust(ctx, model.ID(c.ID), terms)
		if err == nil {
			fmt.Fprintf(p.out, "trusted %s %s\n", peer.ID, nameOf(peer))
		}
		return err
	})
}

func (p *program) peerRemove(ctx context.Context) error {
	return p.withPeers(ctx, p.Peer.Remove.Remote, func(peers peering) error {
		err := peers.Remove(ctx, model.ID(p.Peer.Remove.ID))
		if err == nil {
			fmt.Fprintln(p.out, "removed", p.Peer.Remove.ID)
		}
		return err
	})
}

func (p *program) peerResync(ctx context.Context) error {
	return p.withPeers(ctx, p.Peer.Resync.Remote, func(peers peering) error {
		under, err := peers.Resync(ctx, model.ID(p.Peer.Resync.ID))
		if err == nil {
			fmt.Fprintln(p.out, "resync", p.Peer.Resync.ID, "by the submission", under.Submission)
		}
		return err
	})
}

func (p *program) peerList(ctx context.Context) error {
	return p.withPeers(ctx, p.Peer.List.Remote, func(peers peering) error {
		all, err := peers.Overview(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "ID\tNAME\tLEVEL\tENDPOINT\tTRUST\tHARVEST\tSUBMIT\tRELAY\tATTACHMENTS\tFINGERPRINT")
		for _, s := range all.Peers {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%v\t%v\t%v\t%s\t%s\n", s.ID, nameOf(s.Peer), s.Level, s.Endpoint, s.Trust, s.Harvest, s.Submit,
				s.Relay, s.Attachments, s.Fingerprint)
		}
		return w.Flush()
	})
}

func (p *program) peerStatus(ctx context.Context) error {
	c := p.Peer.Status
	return p.withPeers(ctx, c.Remote, func(peers peering) error {
		all, err := peers.Overview(ctx)
		if err != nil {
			return err
		}
		if c.JSON {
			return json.NewEncoder(p.out).Encode(all)
		}
		fmt.Fprintln(p.out, "node", all.Node, all.Fingerprint)
		w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "PEER\tNAME\tTRUST\tLAST SUCCESS\tLAG\tRECEIVED\tWITHDRAWN\tREJECTED\tAHEAD\tPER SECOND\tSERVED\tSUBMITTED\tERROR")
		for _, s := range all.Peers {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%d\t%d\t%d\t%d\t%s\t%d\t%d\t%s\n", s.ID, nameOf(s.Peer), s.Trust, moment(s.Progress.Success), lag(s),
				s.Progress.Records, s.Progress.Withdrawn, s.Progress.Rejected, s.Progress.Ahead, throughput(s.Progress), s.Served, s.Progress.Submitted, errorOf(s.Progress))
		}
		return w.Flush()
	})
}

func (p *program) peerRotate(ctx context.Context) error {
	return p.withPeers(ctx, p.Peer.Rotate.Remote, func(peers peering) error {
		all, err := peers.Rotate(ctx)
		if err == nil {
			fmt.Fprintln(p.out, all.Fingerprint)
		}
		return err
	})
}

func nameOf(p federate.Peer) string {
	if p.Name.Zh != "" {
		return p.Name.Zh
	}
	return p.Name.En
}

func moment(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.Format(time.RFC3339)
}

func lag(s federate.Status) string {
	if s.Progress.Success.IsZero() {
		return "-"
	}
	return s.Lag.Round(time.Second).String()
}

func throughput(p federate.Progress) string {
	if p.Busy == 0 {
		return "-"
	}
	return fmt.Sprint(p.Records * 1000 / p.Busy)
}

func errorOf(p federate.Progress) string {
	switch {
	case p.Failure != "" && p.PushFailure != "":
		return p.Failure + "; " + p.PushFailure
	case p.Failure+p.PushFailure != "":
		return p.Failure + p.PushFailure
	}
	return "-"
}

// localPeers are those of a node that this process has open.
type localPeers struct{ *federate.Node }

func (l localPeers) Overview(context.Context) (federate.Overview, error) { return l.Node.Overview() }
func (l localPeers) Add(ctx context.Context, endpoint string) (federate.Peer, error) {
	return l.AddPeer(ctx, endpoint)
}
func (l localPeers) Trust(ctx context.Context, id model.ID, t federate.Terms) (federate.Peer, error) {
	return l.TrustPeer(ctx, id, t)
}
func (l localPeers) Remove(_ context.Context, id model.ID) error { return l.RemovePeer(id) }
func (l localPeers) Rotate(context.Context) (federate.Overview, error) {
	if _, err := l.RotateKey(); err != nil {
		return federate.Overview{}, err
	}
	return l.Node.Overview()
}
func (l localPeers) Resync(ctx context.Context, id model.ID) (federate.Resyncing, error) {
	submission, err := l.Node.Resync(ctx, id)
	return federate.Resyncing{Submission: submission}, err
}

// remotePeers are those of a running node.
type remotePeers struct{ url, key string }

func (r remotePeers) Overview(ctx context.Context) (all federate.Overview, err error) {
	err = r.ask(ctx, http.MethodGet, federate.PathPeers, nil, &all)
	return all, err
}

func (r remotePeers) Add(ctx context.Context, endpoint string) (peer federate.Peer, err error) {
	err = r.ask(ctx, http.MethodPost, federate.PathPeers, map[string]string{"endpoint": endpoint}, &peer)
	return peer, err
}

func (r remotePeers) Trust(ctx context.Context, id model.ID, t federate.Terms) (peer federate.Peer, err error) {
	err = r.ask(ctx, http.MethodPost, federate.PathPeers+"/"+string(id)+"/trust", t, &peer)
	return peer, err
}

func (r remotePeers) Remove(ctx context.Context, id model.ID) error {
	return r.ask(ctx, http.MethodDelete, federate.PathPeers+"/"+string(id), nil, &struct{}{})
}

func (r remotePeers) Rotate(ctx context.Context) (all federate.Overview, err error) {
	err = r.ask(ctx, http.MethodPost, federate.PathKey, nil, &all)
	return all, err
}

func (r remotePeers) Resync(ctx context.Context, id model.ID) (under federate.Resyncing, err error) {
	err = r.ask(ctx, http.MethodPost, federate.PathPeers+"/"+string(id)+"/resync", nil, &under)
	return under, err
}

// ask sends a request to the running node and reads the answer.
func (r remotePeers) ask(ctx context.Context, method, path string, body, answer any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, method, r.url+path, bytes.NewReader(raw))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+r.key)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(io.LimitReader(response.Body, 1<<10)) // the status says enough
		return errors.New("the node answered " + response.Status + ": " + strings.TrimSpace(string(said)))
	}
	return json.NewDecoder(response.Body).Decode(answer)
}
