package httpx

// Make is the input of making a record that has no parent.
type Make[B any] struct{ Body B }

// Child is the input of making a part of the record in the path.
type Child[B any] struct {
	One
	Body B
}

// Change is the input of changing one record.
type Change[B any] struct {
	One
	Match
	Body B
}

// Removal is the input of removing one record.
type Removal struct {
	One
	Match
}

// Asked is the input of a list.
type Asked struct{ Question }

// AskedOf is the input of a list of parts of the record in the path.
type AskedOf struct {
	One
	Question
}

// Shown turns what a service returned into what is shown of it.
func Shown[R, V any](view func(R) V) func(*R, error) (V, error) {
	return func(r *R, err error) (V, error) {
		if err != nil {
			var none V
			return none, err
		}
		return view(*r), nil
	}
}

// Several is the answer of making or changing several records at once, in the order they were sent.
type Several[V any] struct {
	Data []V `json:"data"`
}

// ShownAll is Shown for several.
func ShownAll[R, V any](view func(R) V) func([]R, error) (Several[V], error) {
	return func(rows []R, err error) (Several[V], error) {
		out := Several[V]{make([]V, len(rows))}
		for i, r := range rows {
			out.Data[i] = view(r)
		}
		return out, err
	}
}
