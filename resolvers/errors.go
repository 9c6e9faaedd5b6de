package resolvers

import (
	"context"
	"errors"
	"math"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// internalMessage is all that a caller hears of a fault of the node.
const internalMessage = "internal error"

// Present turns an error into one of the API: its code and what the caller may know of it.
// An error without a code is INTERNAL, and says nothing but the number of the request.
func Present(ctx context.Context, err error) *gqlerror.Error {
	wire := *graphql.DefaultErrorPresenter(ctx, err)
	var coded *model.Error
	switch {
	case errors.As(err, &coded) && coded.Code != model.CodeInternal:
		wire.Message, wire.Extensions = coded.Message, extensions(coded)
	case errors.Is(err, context.DeadlineExceeded):
		wire.Message = "the answer took too long; ask for less"
		wire.Extensions = map[string]any{"code": model.CodeLimitExceeded}
	case aboutRequest(ctx, &wire):
		wire.Message, wire.Extensions = requestFault(&wire)
	default:
		wire.Message = internalMessage
		wire.Extensions = map[string]any{"code": model.CodeInternal}
		if o := operationOf(ctx); o != nil {
			wire.Extensions["requestId"] = o.id
		}
	}
	return &wire
}

func extensions(e *model.Error) map[string]any {
	x := map[string]any{"code": e.Code}
	if e.Path != "" {
		x["path"] = e.Path
	}
	if len(e.Findings) > 0 {
		x["findings"] = e.Findings
	}
	if e.Current != 0 {
		x["currentVersion"] = e.Current
	}
	if e.RetryAfter > 0 {
		x["retryAfter"] = int(math.Ceil(e.RetryAfter.Seconds()))
	}
	return x
}

// aboutRequest tells whether an error was found in the request itself, before any field was
// answered: by the parser, the validator or the transport.
func aboutRequest(ctx context.Context, e *gqlerror.Error) bool {
	return e.Err == nil && graphql.GetFieldContext(ctx) == nil
}

// userError is an error of the caller's making, as payloads show it; nil for any other.
func userError(err error) *gqlmodel.UserError {
	var e *model.Error
	if !errors.As(err, &e) || chinese(e.Code) == "" {
		return nil
	}
	zh := chinese(e.Code)
	return &gqlmodel.UserError{
		Code: e.Code, Message: e.Message, MessageZh: &zh, Path: given(e.Path),
		Findings: pointers(e.Findings), CurrentVersion: given(e.Current),
	}
}

// chinese says in Chinese what an error of the caller's making is; empty for any other code.
func chinese(code model.Code) string {
	switch code {
	case model.CodeInvalid:
		return "输入无效，请根据检查结果修改。"
	case model.CodeConflict:
		return "记录已被修改，或其标识（编号）已被占用；请重新读取后再试。"
	case model.CodeNotFound:
		return "没有这样的记录。"
	case model.CodeForbidden:
		return "您无权执行此操作。"
	case model.CodeClassifiedRefused:
		return "涉密数据不得汇交，未保存任何内容。"
	case model.CodeLimitExceeded:
		return "超出限制。"
	default:
		return ""
	}
}
