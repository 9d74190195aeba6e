// Command composecheck validates a Compose file without a container engine:
// the schema and the references between its parts, that it asks only for
// variables the example environment file documents, and that it publishes
// ports on loopback alone.
//
// Usage: composecheck docker-compose.yml .env.example
package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"os"
	"regexp"
	"slices"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/template"
	"github.com/compose-spec/compose-go/v2/types"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: composecheck docker-compose.yml .env.example")
		os.Exit(2)
	}
	project, err := check(context.Background(), os.Args[1], os.Args[2])
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", os.Args[1], err)
		os.Exit(1)
	}
	fmt.Printf("%s: ok, services %v\n", os.Args[1], project.ServiceNames())
}

// check loads the file as an operator with no environment would, so that the
// answer is the same on every machine.
func check(ctx context.Context, composePath, examplePath string) (*types.Project, error) {
	documented, err := documentedVariables(examplePath)
	if err != nil {
		return nil, err
	}
	asked, err := interpolatedVariables(ctx, composePath)
	if err != nil {
		return nil, err
	}
	options, err := cli.NewProjectOptions([]string{composePath}, cli.WithInterpolation(true), cli.WithResolvedPaths(true))
	if err != nil {
		return nil, err
	}
	project, err := options.LoadProject(ctx)
	if err != nil {
		return nil, err
	}
	return project, errors.Join(undocumented(asked, project, documented), published(project))
}

var assignment = regexp.MustCompile(`(?m)^# ?([A-Z][A-Z0-9_]*)=`)

func documentedVariables(path string) (map[string]bool, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, m := range assignment.FindAllStringSubmatch(string(content), -1) {
		out[m[1]] = true
	}
	return out, nil
}

func interpolatedVariables(ctx context.Context, path string) ([]string, error) {
	options, err := cli.NewProjectOptions([]string{path}, cli.WithInterpolation(false))
	if err != nil {
		return nil, err
	}
	model, err := options.LoadModel(ctx)
	if err != nil {
		return nil, err
	}
	return slices.Sorted(maps.Keys(template.ExtractVariables(model, template.DefaultPattern))), nil
}

// undocumented looks at what the file interpolates and at what it hands to
// the services under the project's own prefix.
func undocumented(asked []string, project *types.Project, documented map[string]bool) error {
	var problems []error
	for _, name := range asked {
		if !documented[name] {
			problems = append(problems, fmt.Errorf("${%s} is not documented in the example environment file", name))
		}
	}
	own := regexp.MustCompile(`^GIAOUOC_`)
	for _, service := range project.Services {
		for name := range service.Environment {
			if own.MatchString(name) && !documented[name] {
				problems = append(problems, fmt.Errorf("service %s: %s is not documented in the example environment file", service.Name, name))
			}
		}
	}
	return errors.Join(problems...)
}

func published(project *types.Project) error {
	var problems []error
	for _, service := range project.Services {
		for _, port := range service.Ports {
			ip, err := netip.ParseAddr(port.HostIP)
			if err != nil || !ip.IsLoopback() {
				problems = append(problems, fmt.Errorf("service %s: port %d is published beyond loopback", service.Name, port.Target))
			}
		}
	}
	return errors.Join(problems...)
}
