# shellcheck shell=bash
# What ./run and ./test share: finding Go, installing packages, building with a sign of life.
# It is sourced from the project's folder.
# shellcheck disable=SC2034 # both use the lists

# One set of flags everywhere: Go keeps a compiled copy of each module for each set.
BUILD_TAGS=migrated_fynedo
BUILD_FLAGS=(-trimpath -ldflags '-s -w' -tags "$BUILD_TAGS")

# To build the window: a C compiler and the headers of OpenGL, X11 and Wayland.
APT_BUILD=(gcc libc6-dev pkg-config libgl1-mesa-dev libegl1 libxcursor-dev libxrandr-dev libxinerama-dev libxi-dev
	libxxf86vm-dev libwayland-dev libxkbcommon-dev)
# To show it where no display is.
APT_HEADLESS=(xvfb openbox xdotool x11-utils imagemagick dbus libgl1-mesa-dri)
# To test it.
APT_TEST=("${APT_HEADLESS[@]}" x11-xkb-utils xclip oathtool age zbar-tools keepassxc poppler-utils strace xdg-desktop-portal xdg-desktop-portal-gtk fonts-dejavu-core python3-argon2)
# To read codes off a Wayland desktop (.ci/wayland).
APT_WAYLAND=(dbus sway swaybg xwayland grim imv feh wl-clipboard qrencode pipewire xdg-desktop-portal xdg-desktop-portal-wlr
	xdg-desktop-portal-gtk libglib2.0-bin)

say() { printf '%s\n' "$*"; }
complain() { printf '%s\n' "$*" >&2; }

# need_go ends with advice unless a Go is there that can build the project. It chooses the version that
# the toolchain line of go.mod names, which releases are built with, over an older one at hand.
need_go() {
	if ! command -v go >/dev/null 2>&1 && [ -x /usr/local/go/bin/go ]; then
		PATH=$PATH:/usr/local/go/bin
	fi
	local wanted have toolchain
	wanted=$(sed -n 's/^go \([0-9]*\.[0-9]*\).*/\1/p' go.mod)
	toolchain=$(sed -n 's/^toolchain go//p' go.mod)
	if ! command -v go >/dev/null 2>&1; then
		complain "Go is missing. Get Go $wanted or newer from https://go.dev/dl/ (unpack it into /usr/local), then start this again."
		exit 1
	fi
	# Outside the project, so that go.mod does not send it for another version yet.
	have=$(cd / && GOTOOLCHAIN=local go env GOVERSION | sed 's/^go//')
	older "$have" "$toolchain" || return 0
	# From 1.21 on, Go fetches a version that it is asked for by itself, and checks it as it does a module.
	if ! older "$have" 1.21 && (cd / && GOTOOLCHAIN=go$toolchain go version) >/dev/null 2>&1; then
		export GOTOOLCHAIN=go$toolchain
	elif older "$have" "$wanted"; then
		complain "This Go is $have; the project needs $wanted or newer. Distributions are often behind: get it from"
		complain "https://go.dev/dl/ (unpack it into /usr/local, put /usr/local/go/bin first in PATH), then start this again."
		exit 1
	else
		export GOTOOLCHAIN=local
		complain "Go $toolchain could not be fetched, so this is built with Go $have."
		faults_since "$have"
	fi
}

# faults_since VERSION: name the known faults that the program reaches when that Go builds it.
faults_since() {
	local fixed id what
	while IFS=$'\t' read -r fixed id what; do
		case $fixed in '' | '#'*) continue ;; esac
		! older "$1" "$fixed" || complain "  known fault that stays (mended in Go $fixed): $id, $what"
	done <.ci/faults
}

# older A B: is version A (1.19.8) before version B (1.26)?
older() {
	[ "$1" != "$2" ] && [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

# need_packages STAMP PACKAGE...: see that Debian's packages are there, and install what is
# missing. The stamp remembers that all was fine, so that a warm start does not ask again.
need_packages() {
	local stamp=.cache/packages-$1
	shift
	if [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$*" ]; then
		return
	fi
	if command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1; then
		apt_install "$@"
	else
		name_packages
	fi
	mkdir -p .cache
	printf '%s\n' "$*" >"$stamp"
}

# forget_packages lets the next start look again: a build failed, so something may be missing.
forget_packages() { rm -f .cache/packages-*; }

apt_install() {
	local missing=() p sudo=()
	for p in "$@"; do
		[ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || missing+=("$p")
	done
	[ ${#missing[@]} -gt 0 ] || return 0
	if [ "$(id -u)" != 0 ]; then
		if ! command -v sudo >/dev/null 2>&1; then
			complain "These packages are missing: ${missing[*]}"
			complain "Install them as root, then start this again:  apt-get install ${missing[*]}"
			exit 1
		fi
		sudo=(sudo)
	fi
	say "These packages are missing. apt-get installs them now${sudo:+, as root by way of sudo} (Ctrl+C stops it):"
	say "  ${missing[*]}"
	# Another apt may be at work, the one that looks for updates by itself for instance: wait for it.
	"${sudo[@]}" apt-get -o DPkg::Lock::Timeout=600 update -q
	"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y -q --no-install-recommends "${missing[@]}"
}

# name_packages tells people on other systems what to install. It does not stop: they may have
# it all.
name_packages() {
	case $(uname -s) in
	Linux)
		say "Where apt is not at home, install these yourself if the build misses them:"
		say "  dnf install gcc pkgconf-pkg-config mesa-libGL-devel libXcursor-devel libXrandr-devel libXinerama-devel \\"
		say "    libXi-devel libXxf86vm-devel wayland-devel libxkbcommon-devel"
		say "  pacman -S gcc pkgconf mesa libxcursor libxrandr libxinerama libxi libxxf86vm wayland libxkbcommon"
		say "To test: Xvfb openbox xdotool xclip xev setxkbmap xwininfo ImageMagick dbus oathtool age zbar keepassxc poppler chromium xdg-desktop-portal"
		say "  xdg-desktop-portal-gtk; for Wayland: sway swaybg Xwayland grim imv feh wl-clipboard qrencode pipewire xdg-desktop-portal-wlr"
		;;
	Darwin)
		say "On macOS: xcode-select --install; brew install go"
		;;
	*)
		say "On Windows: Go from https://go.dev/dl/ and a C compiler, for example MSYS2's:"
		say "  pacman -S mingw-w64-ucrt-x86_64-gcc   (and put its bin folder into PATH)"
		;;
	esac
}

# build OUT FLAG...: build the window program, with a sign of life while it takes long.
build() {
	local out=$1 log=.cache/build.log pid waited=0
	shift
	mkdir -p .cache "$(dirname "$out")"
	CGO_ENABLED=1 go build "$@" -o "$out" . >"$log" 2>&1 &
	pid=$!
	while kill -0 "$pid" 2>/dev/null; do
		sleep 0.2
		waited=$((waited + 1))
		if [ "$waited" = 15 ]; then
			say "Building. The first time takes some minutes, most of them in one large C file; later builds take seconds."
		fi
		if [ "$waited" -gt 15 ]; then
			still_building $((waited / 5))
		fi
	done
	[ "$waited" -le 15 ] || [ ! -t 1 ] || printf '\n'
	if ! wait "$pid"; then
		cat "$log" >&2
		forget_packages
		complain "The build failed. If a header or a library is missing, start this again: the packages are looked at anew."
		exit 1
	fi
	cat "$log"
}

# still_building SECONDS: a counting line on a terminal, a line every 15 seconds in a log.
still_building() {
	if [ -t 1 ]; then
		printf '\r  still building, %d s ' "$1"
	elif [ "$1" != "${told:-}" ] && [ $(($1 % 15)) = 0 ]; then
		told=$1
		say "  still building, $1 s"
	fi
}
