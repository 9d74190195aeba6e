package scoring

import (
	"embed"
	"encoding/json"
	"fmt"

	"giaouoc/internal/amount"
)

//go:embed examples/*.json
var examples embed.FS

// exampleCodes are the shipped examples in the order they are shown: real tables, or
// what public sources tell of them, which they name.
var exampleCodes = []string{"can_tho_communes_2025", "can_tho_providers_2025", "can_tho_2579_2025", "bu_dang_2015", "police_clusters"}

// Example is a score table that ships with the program.
type Example struct {
	Code  string
	Table ScoreTableFields
}

// exampleOf reads a shipped example; the contract admits no other code, and a test
// reads them all.
func exampleOf(code string) (e Example, err error) {
	text, err := examples.ReadFile("examples/" + code + ".json")
	if err != nil {
		return e, err
	}
	e.Code = code
	if err := json.Unmarshal(text, &e.Table); err != nil {
		return e, fmt.Errorf("example %s: %w", code, err)
	}
	return e, nil
}

// ExamplesView are the shipped examples.
type ExamplesView struct {
	Data []ExampleView `json:"data"`
}

// ExampleView tells what a shipped example is.
type ExampleView struct {
	Code              string         `json:"code"`
	Title             string         `json:"title"`
	DocumentAsWritten string         `json:"document_as_written" doc:"where it is from"`
	Mode              string         `json:"mode" enum:"points,rank_by_metric"`
	Scale             *amount.Points `json:"scale"`
	CriterionCount    int            `json:"criterion_count"`
	Remark            *string        `json:"remark" doc:"what it leaves out, or only illustrates"`
}

func examplesView() (v ExamplesView, err error) {
	for _, code := range exampleCodes {
		e, err := exampleOf(code)
		if err != nil {
			return v, err
		}
		v.Data = append(v.Data, ExampleView{
			code, e.Table.Title.Or(""), e.Table.DocumentAsWritten.Or(""), e.Table.Mode.Or(ByPoints), e.Table.Scale.Value, len(e.Table.Criteria.Or(nil)), e.Table.Remark.Value,
		})
	}
	return v, nil
}

const examplesExample = `{"data":[{"code":"can_tho_2579_2025","title":"Bảng điểm đánh giá công tác thi đua, khen thưởng","document_as_written":"Quyết định số 2579/QĐ-UBND năm 2025 của Ủy ban nhân dân thành phố Cần Thơ","mode":"points","scale":100,"criterion_count":4,"remark":null}]}`
