#!/bin/sh
# Makes the assets that are not written by hand, anew, from public packages:
#
#   assets/gen/make.sh brands   brands.bin, with Go and npm
#   assets/gen/make.sh fonts    fonts/*.ttf, with apt and fonttools (Debian 12)
#   assets/gen/make.sh suffixes suffixes.txt, with curl, or from a list that is at hand:
#                               assets/gen/make.sh suffixes public_suffix_list.dat
#   assets/gen/make.sh icon     icon.png from icon.svg, with librsvg2-bin
#
# It is needed only to take in newer packages or another drawing: what it makes
# is kept in the repository.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

brands() {
	npm install --ignore-scripts --no-audit --no-fund --prefix "$work" \
		simple-icons@16.37.0 @fortawesome/fontawesome-free@7.3.1
	go run -tags assetsgen ./assets/gen -modules "$work/node_modules"
}

# Latin, Greek and Cyrillic with their marks, punctuation, currencies and
# letter-like signs. Hints go: Fyne draws without them.
letters=U+0020-007E,U+00A0-052F,U+1AB0-1AFF,U+1C80-1C8F,U+1D00-1FFF,U+2000-206F,U+2070-209F
letters=$letters,U+20A0-20CF,U+20F0,U+2100-218F,U+2C60-2C7F,U+2DE0-2E5F,U+A640-A69F
letters=$letters,U+A700-A7FF,U+A92E,U+AB30-AB6F,U+FB00-FB06,U+FE20-FE2F,U+FEFF,U+FFFC,U+FFFD

fonts() {
	(cd "$work" && apt-get download fonts-noto-core fonts-noto-extra)
	for deb in "$work"/*.deb; do
		dpkg-deb -x "$deb" "$work"
	done
	for weight in Regular SemiBold; do
		pyftsubset "$work/usr/share/fonts/truetype/noto/NotoSans-$weight.ttf" \
			--unicodes="$letters" --layout-features='*' --no-hinting \
			--name-IDs='*' --notdef-outline --output-file="assets/fonts/NotoSans-$weight.ttf"
	done
}

# Rules alone; those of companies that lend names to others stand in the second half.
suffixes() {
	if [ -z "${1-}" ]; then
		set -- "$work/list"
		curl -fsSo "$1" https://publicsuffix.org/list/public_suffix_list.dat
	fi
	{
		echo '// The public suffix list (https://publicsuffix.org), rules alone. Mozilla Public License 2.0.'
		sed -n 's,^// VERSION: ,// Version ,p' "$1"
		awk '/BEGIN PRIVATE/ { print "// PRIVATE" } !/^\/\// && NF { print $1 }' "$1"
	} >assets/suffixes.txt
}

icon() {
	rsvg-convert --width 512 --height 512 assets/icon.svg --output assets/icon.png
}

case "${1-}" in
brands | fonts | suffixes | icon) "$@" ;;
*)
	echo "usage: $0 brands | fonts | suffixes [LIST] | icon" >&2
	exit 2
	;;
esac
