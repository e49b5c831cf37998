package export

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"sync"

	"tocsin"
)

//go:embed page
var pageFiles embed.FS

// pageParts are what every page is made of.
type pageParts struct {
	template *template.Template
	style    template.CSS
	script   template.JS
	policy   string
}

// parts reads them once. They are embedded, so that reading cannot fail.
var parts = sync.OnceValue(func() pageParts {
	style, script := pageFile("page/page.css"), pageFile("page/page.js")
	return pageParts{
		template: template.Must(template.New("page.html").ParseFS(pageFiles, "page/page.html")),
		style:    template.CSS(style),
		script:   template.JS(script),
		policy: fmt.Sprintf("default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'",
			integrity(style), integrity(script)),
	}
})

func pageFile(name string) string {
	data, err := pageFiles.ReadFile(name)
	if err != nil {
		panic(err) // the file is part of the program
	}
	return string(data)
}

// integrity is the hash by which a policy admits one inline style or script.
func integrity(content string) string {
	sum := sha256.Sum256([]byte(content))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// writeHTML writes one page that needs nothing else: the article with its
// findings marked on the left, the ledger on the right. Its policy lets
// nothing run or load but its own style and script, which are the same on
// every page.
func writeHTML(w io.Writer, findings tocsin.Findings, _ Options) error {
	parts := parts()
	v := viewOf(findings)
	var page bytes.Buffer
	err := parts.template.Execute(&page, struct {
		view
		Language, Policy, Summary string
		Style                     template.CSS
		Script                    template.JS
		Paragraphs                []paragraph
	}{v, clean(findings.Article.Language), parts.policy, v.summary(), parts.style, parts.script, paragraphs(findings, v)})
	if err != nil {
		return fmt.Errorf("write page of %s: %w", findings.Article.ID, err)
	}
	_, err = w.Write(page.Bytes())
	return err
}
