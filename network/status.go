package network

import (
	"errors"

	"metrograph/model"
)

// Peer is a node by its institution.
type Peer struct {
	ID   model.ID
	Name model.Text
}

// Status is how a node has answered.
type Status string

const (
	OK          Status = "OK"
	Limited     Status = "LIMITED"     // as to anybody: the node does not take the asking one's word for the caller
	Timeout     Status = "TIMEOUT"     // not within its deadline
	Unavailable Status = "UNAVAILABLE" // it cannot be reached, or fails
	Suspended   Status = "SUSPENDED"   // it was not asked, since it failed several times
	Refused     Status = "REFUSED"     // it refuses the query or the caller
	Invalid     Status = "INVALID"     // what came is not what was asked for
	Outdated    Status = "OUTDATED"    // it does not know the query
)

// Failure is why a node did not answer.
type Failure struct {
	Status Status
	Cause  error
}

func (f *Failure) Error() string { return string(f.Status) + ": " + f.Cause.Error() }
func (f *Failure) Unwrap() error { return f.Cause }

// StatusOf is the status of an error of a node.
func StatusOf(err error) Status {
	var f *Failure
	switch {
	case err == nil:
		return OK
	case errors.As(err, &f):
		return f.Status
	}
	return Unavailable
}

// Message says what a status means for the answer, in English and in Chinese; nothing where it
// is whole.
func (s Status) Message() (en, zh string) {
	switch s {
	case OK:
		return "", ""
	case Limited:
		return "the node does not take this node's word for the caller and answered as to anybody", "该节点未采信本节点对调用者身份的声明，仅按匿名应答。"
	case Timeout:
		return "the node did not answer within its deadline; its records are missing", "该节点未在时限内应答，结果不含其数据。"
	case Suspended:
		return "the node failed several times and was left out; it is asked again in a moment", "该节点多次失败，已暂时跳过，稍后重试。"
	case Refused:
		return "the node refused the query; its records are missing", "该节点拒绝了查询，结果不含其数据。"
	case Invalid:
		return "the node answered with something else than it was asked for; nothing of it is used", "该节点的应答无效，未予采用。"
	case Outdated:
		return "the node is of a version that does not know the query; its records are missing", "该节点版本不支持此查询，结果不含其数据。"
	}
	return "the node cannot be reached; its records are missing", "该节点不可达，结果不含其数据。"
}
