package config

import "errors"

// Problem is one thing wrong with a variable. Code is stable, for wording it in
// the operator's language; Value is what the words mention, never a secret.
type Problem struct {
	Variable string
	Code     string
	Value    string
	words    string
}

// Error says it in English.
func (p *Problem) Error() string { return p.Variable + ": " + p.words }

func wrong(code, value, words string) error { return &Problem{Code: code, Value: value, words: words} }

// of names the variable a problem is about.
func of(variable string, err error) error {
	var p *Problem
	if !errors.As(err, &p) {
		return &Problem{Variable: variable, Code: "other", Value: err.Error(), words: err.Error()}
	}
	c := *p
	c.Variable = variable
	return &c
}

// Problems lists what Load found wrong, one by one; nil for another error.
func Problems(err error) (out []*Problem) {
	list, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	for _, e := range list.Unwrap() {
		var p *Problem
		if !errors.As(e, &p) {
			return nil
		}
		out = append(out, p)
	}
	return out
}
