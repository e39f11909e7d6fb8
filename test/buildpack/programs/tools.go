//go:build tools

// Package tools names what is built of pack and the lifecycle; go.mod and go.sum pin it.
package tools

import (
	_ "github.com/buildpacks/lifecycle/cmd/launcher"
	_ "github.com/buildpacks/lifecycle/cmd/lifecycle"
	_ "github.com/buildpacks/lifecycle/tools/packager"
	_ "github.com/buildpacks/pack"
)
