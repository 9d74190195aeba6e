package progress

import (
	"errors"

	"giaouoc/internal/amount"
	"giaouoc/internal/fault"
	"giaouoc/internal/httpx"
	"giaouoc/internal/viet"
)

// FigureInput is a figure as a caller gives it: a plain number, or the words of a
// source, or both.
type FigureInput struct {
	Value         httpx.Opt[amount.Amount]  `json:"value,omitzero" doc:"left out: as the words tell it"`
	UnitOfMeasure httpx.Opt[string]         `json:"unit_of_measure,omitzero" maxLength:"100"`
	AsWritten     httpx.Opt[string]         `json:"as_written,omitzero" minLength:"1" maxLength:"200" doc:"45.840 tỷ, 18,68 %, hơn 251,2 ngàn tỷ; read where no value is given"`
	Qualifier     httpx.Opt[viet.Qualifier] `json:"qualifier,omitzero" enum:"exact,over,nearly,estimate" doc:"left out: as the words tell it, else exact"`
	Format        httpx.Opt[string]         `json:"format,omitzero" enum:"vi,plain" doc:"how the number in as_written is written: vi 45.840,5, plain 45,840.5; left out: only what can be read in one way is taken"`
}

// FigureView is a figure on the wire.
type FigureView struct {
	Value         *amount.Amount  `json:"value" doc:"null: known in words only"`
	UnitOfMeasure *string         `json:"unit_of_measure"`
	AsWritten     *string         `json:"as_written"`
	Qualifier     *viet.Qualifier `json:"qualifier" enum:"exact,over,nearly,estimate"`
}

func figureView(f Figure) *FigureView {
	if !f.told() {
		return nil
	}
	return &FigureView{f.Value, f.Unit, f.AsWritten, f.Qualifier}
}

// put writes a figure as a whole where it was given, or notes what is wrong with it.
func put(bad *fault.Fields, pointer string, in httpx.Opt[FigureInput], to *Figure) {
	if !in.Set {
		return
	}
	*to = Figure{}
	if in.Value == nil {
		return
	}
	g := *in.Value
	f := Figure{Value: g.Value.Value, Unit: g.UnitOfMeasure.Value, AsWritten: g.AsWritten.Value, Qualifier: g.Qualifier.Value}
	switch {
	case f.Value == nil && f.AsWritten == nil:
		bad.Add(pointer, "figure_required")
		return
	case f.AsWritten != nil:
		read, err := viet.ReadFigure(*f.AsWritten, viet.Format(g.Format.Or("")))
		if f.Value == nil && err != nil {
			bad.Add(pointer+"/as_written", unread(err), given(err)...)
			return
		}
		if f.Value != nil && err == nil && read.Value != *f.Value {
			bad.Add(pointer+"/value", "conflicts_with", "other", "as_written")
			return
		}
		f.learn(read, err == nil)
	case g.Format.Value != nil:
		bad.Add(pointer+"/format", "conflicts_with", "other", "value")
	}
	if f.Qualifier == nil {
		exact := viet.Exact
		f.Qualifier = &exact
	}
	*to = f
}

// learn takes what the words tell and the caller did not.
func (f *Figure) learn(read viet.Figure, understood bool) {
	if !understood {
		return
	}
	if f.Value == nil {
		f.Value = &read.Value
	}
	if f.Unit == nil && read.Unit != "" {
		f.Unit = &read.Unit
	}
	if f.Qualifier == nil {
		f.Qualifier = &read.Qualifier
	}
}

// unread is the code of what is wrong with a figure in words.
func unread(err error) string {
	for _, e := range []struct {
		err  error
		code string
	}{
		{viet.ErrNoFigure, "figure_none"},
		{viet.ErrSeveral, "figure_several"},
		{viet.ErrWords, "figure_words"},
		{viet.ErrFormat, "figure_format"},
		{amount.ErrPrecision, "figure_precision"},
		{amount.ErrRange, "figure_range"},
	} {
		if errors.Is(err, e.err) {
			return e.code
		}
	}
	var both *viet.AmbiguousError
	if errors.As(err, &both) {
		return "figure_ambiguous"
	}
	return "figure_groups"
}

// given are the two readings of an ambiguous figure.
func given(err error) []any {
	var both *viet.AmbiguousError
	if errors.As(err, &both) {
		return []any{"thousands", both.Thousands.String(), "decimals", both.Decimals.String()}
	}
	return nil
}
