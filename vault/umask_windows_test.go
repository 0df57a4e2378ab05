package vault

func syscallUmask(int) int { return 0 }
