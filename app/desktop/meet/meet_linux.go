package meet

import "watchword/scanner/capture/portal"

func introduce() { portal.Introduce() }

func show() (done func()) { return portal.Show() }
