package api

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"tocsin/feed"
	"tocsin/page"
	"tocsin/serve/account"
	"tocsin/serve/query"
	"tocsin/store"
)

// fault is a sentence for the client, with a status.
type fault struct {
	status int
	says   string
}

func (f fault) Error() string { return f.says }

func faultf(status int, format string, args ...any) error {
	return fault{status, fmt.Sprintf(format, args...)}
}

// errBusy is returned where too many wait already.
var errBusy = errors.New("too much is being asked at once; try again in a moment")

// statuses map what goes wrong to HTTP. What is not in it is nobody's business.
var statuses = []struct {
	err    error
	status int
}{
	{store.ErrNoStory, http.StatusNotFound},
	{store.ErrNoStatement, http.StatusNotFound},
	{store.ErrNoUser, http.StatusNotFound},
	{store.ErrNoToken, http.StatusNotFound},
	{store.ErrNoProblem, http.StatusNotFound},
	{store.ErrNoSearch, http.StatusNotFound},
	{store.ErrSearches, http.StatusConflict},
	{store.ErrUser, http.StatusConflict},
	{store.ErrLastAdmin, http.StatusConflict},
	{store.ErrMoved, http.StatusConflict},
	{store.ErrFilter, http.StatusBadRequest},
	{account.ErrLogin, http.StatusForbidden},
	{account.ErrTooMany, http.StatusTooManyRequests},
	{feed.ErrRobots, http.StatusUnprocessableEntity},
	{feed.ErrNoEntries, http.StatusUnprocessableEntity},
	{page.ErrNoText, http.StatusUnprocessableEntity},
	{errBusy, http.StatusServiceUnavailable},
	{context.DeadlineExceeded, http.StatusServiceUnavailable},
}

// told is the status and the sentence for an error.
func told(err error) (status int, says string) {
	var known fault
	var refused *account.Refused
	switch wrong := query.Faulty(err); {
	case errors.As(err, &known):
		return known.status, sentence(known.says)
	case errors.As(err, &refused):
		return http.StatusUnprocessableEntity, sentence(refused.Error())
	case wrong != nil:
		return http.StatusBadRequest, sentence(wrong.Naming(func(field string) string { return "“" + strings.ReplaceAll(field, "-", "_") + "”" }))
	case errors.Is(err, sql.ErrNoRows):
		return http.StatusNotFound, "The ledger has nothing of that name; " + Prefix + "/articles lists what it has."
	}
	for _, entry := range statuses {
		if errors.Is(err, entry.err) {
			return entry.status, sentence(err.Error())
		}
	}
	return http.StatusInternalServerError, "The server could not answer; its log says why."
}

// sentence begins with a capital and ends with a full stop.
func sentence(words string) string {
	if words == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(words)
	words = string(unicode.ToUpper(first)) + words[size:]
	if !strings.HasSuffix(words, ".") && !strings.HasSuffix(words, "!") && !strings.HasSuffix(words, "?") {
		words += "."
	}
	return words
}

// Problem answers with a problem (RFC 9457).
func Problem(w http.ResponseWriter, _ *http.Request, status int, says string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(huma.ErrorModel{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: says})
}

// plainly puts what huma finds wrong with a request into a sentence, and takes
// out the values: some are secret.
func plainly(_ huma.Context, _ string, value any) (any, error) {
	problem, ok := value.(*huma.ErrorModel)
	if !ok {
		return value, nil
	}
	var wrong []string
	for _, detail := range problem.Errors {
		detail.Value = nil
		wrong = append(wrong, strings.TrimSpace(detail.Location+" "+detail.Message))
	}
	says := problem.Detail
	if len(wrong) > 0 {
		says = "The request is not understood: " + strings.Join(wrong, "; ")
	}
	problem.Type, problem.Detail = "about:blank", sentence(says)+" See "+Prefix+"/docs."
	return problem, nil
}
