package bench_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"giaouoc/bench/books"
	"giaouoc/torture/rig"
)

func TestMain(m *testing.M) { rig.Main(m) }

// sizesVariable names the sizes to measure, as S,M,L. Without it the answers are
// compared on small books and nothing is timed.
const sizesVariable = "SIZES"

var sizes = map[string]books.Size{"S": books.S, "M": books.M, "L": books.L}

// The service answers what the reference answers, and costs no more than a
// bounded multiple of it.
func TestBench(t *testing.T) {
	asked := os.Getenv(sizesVariable)
	if asked == "" {
		each(t, func(t *testing.T, b rig.Books) {
			p := open(t, b, 2*books.Years*books.PerAgreement)
			p.compare(t)
			p.long(t, listedFew)
			p.compareWork(t, p.exportOf(), 1)
		})
		return
	}
	sum := summary{}
	for _, name := range strings.Split(asked, ",") {
		size, ok := sizes[name]
		if !ok {
			t.Fatalf("%s=%s: expected some of S, M, L, parted by commas", sizesVariable, asked)
		}
		each(t, func(t *testing.T, b rig.Books) {
			p := open(t, b, size)
			p.compare(t)
			works := append(p.works(), p.pages(t)...)
			if size == books.S && wanted("W7") {
				p.long(t, listed)
				works = append(works, p.exportOf())
			}
			for _, w := range works {
				if !wanted(w.id) {
					continue
				}
				c := p.measure(t, w)
				t.Logf("%s, %s: %.3f ms, %.2f times the reference", w.id, w.what, c.service, c.ratio)
				sum.add(w, name, b.Engine(), c)
				if w.id == "W7" {
					p.peak(t, w)
				}
			}
			if size == books.S && wanted("W9") {
				p.start(t)
			}
			if size >= books.M { // of smaller books, reading all can be the better plan
				p.plans(t)
			}
		})
	}
	sum.judge(t)
}

// wanted tells whether a work is measured: WORKS names some, else all are.
func wanted(id string) bool {
	only := os.Getenv("WORKS")
	return only == "" || slices.Contains(strings.Split(only, ","), id)
}

func each(t *testing.T, test func(t *testing.T, b rig.Books)) {
	t.Helper()
	engines := os.Getenv("ENGINES")
	rig.Each(t, func(t *testing.T, b rig.Books) {
		if engines != "" && !slices.Contains(strings.Split(engines, ","), b.Engine()) {
			t.Skip("ENGINES leaves it out")
		}
		test(t, b)
	})
}

// summary are the figures of a run, by work, engine and size.
type summary struct{ figures []figure }

type figure struct {
	work         work
	size, engine string
	cost         cost
}

func (s *summary) add(w work, size, engine string, c cost) {
	s.figures = append(s.figures, figure{w, size, engine, c})
}

func (s *summary) find(id, size, engine string) (figure, bool) {
	i := slices.IndexFunc(s.figures, func(f figure) bool { return f.work.id == id && f.size == size && f.engine == engine })
	if i < 0 {
		return figure{}, false
	}
	return s.figures[i], true
}

// judge prints the table and fails where a bar is missed.
func (s *summary) judge(t *testing.T) {
	t.Helper()
	fmt.Printf("%-5s %-8s %-4s %9s %9s %7s %13s %6s %6s %s\n", "work", "engine", "size", "cpu ms", "ref ms", "ratio", "(min–max)", "must", "aim", "wall ms")
	for _, f := range s.figures {
		c, must, aim := f.cost, f.work.bar(f.engine, f.size), f.work.aim
		verdict := ""
		if must > 0 && c.ratio > must {
			verdict = "  MISSED"
			t.Errorf("%s on %s at %s costs %.2f times the reference, the bar is %.2f", f.work.id, f.engine, f.size, c.ratio, must)
		}
		fmt.Printf("%-5s %-8s %-4s %9.3f %9.3f %7.2f %6.2f–%5.2f %6s %6s %.2f/%.2f%s\n", f.work.id, f.engine, f.size, c.service, c.reference, c.ratio, c.lowest, c.highest, bar(must), bar(aim), c.wall, c.referenceWall, verdict)
		first, ok := s.find(f.work.id, "S", f.engine)
		if !ok || f.size != "L" {
			continue
		}
		if growth := c.ratio / first.cost.ratio; growth > 1.2 && c.ratio > first.cost.ratio+0.1 {
			t.Errorf("%s on %s: the ratio at L is %.2f times that at S, the bar is 1.2", f.work.id, f.engine, growth)
		}
		if growth := c.service / first.cost.service; f.work.growth > 0 && growth > f.work.growth {
			t.Errorf("%s on %s: L costs %.1f times S, the bar is %.0f", f.work.id, f.engine, growth, f.work.growth)
		}
	}
	s.pages(t)
}

// pages judges what a deep page costs against the first.
func (s *summary) pages(t *testing.T) {
	t.Helper()
	for _, f := range s.figures {
		if f.work.id != "W10b" {
			continue
		}
		first, _ := s.find("W10a", f.size, f.engine)
		ratio := f.cost.service / first.cost.service
		fmt.Printf("W10   %-8s %-4s last page ÷ first %.2f (reference %.2f), must 1.30, aim 1.15\n", f.engine, f.size, ratio, f.cost.reference/first.cost.reference)
		if ratio > 1.3 {
			t.Errorf("W10 on %s at %s: the last page costs %.2f times the first, the bar is 1.30", f.engine, f.size, ratio)
		}
	}
}

func bar(v float64) string {
	if v == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f", v)
}
