package meet

import "watchword/scanner/capture/portal"

func introduce() { portal.Introduce() }
