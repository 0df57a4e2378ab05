package capture

import (
	"context"
	"errors"
	"os/exec"
	"time"
)

// grimLimit ends a grim that waits for its compositor; it took 0.1 s when it worked.
const grimLimit = 10 * time.Second

// grim takes the whole desk by the program of that name, where a compositor of the wlroots
// family (sway, Hyprland) runs without a portal.
func grim(ctx context.Context) ([]Shot, error) {
	program, err := exec.LookPath("grim")
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, grimLimit)
	defer cancel()
	data, err := exec.CommandContext(ctx, program, "-").Output()
	if err != nil {
		return nil, errors.New("grim gave no picture")
	}
	img, err := decode(data)
	if err != nil {
		return nil, err
	}
	return []Shot{{Image: img, Screen: 1, Name: wholeDesk()}}, nil
}
