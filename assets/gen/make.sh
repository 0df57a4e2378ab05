#!/bin/sh
# Makes the assets that are not written by hand, anew, from public packages:
#
#   assets/gen/make.sh brands   brands.bin, with Go and npm
#   assets/gen/make.sh fonts    fonts/*.ttf, with apt and fonttools (Debian 12)
#   assets/gen/make.sh suffixes suffixes.txt, with curl, or from a list that is at hand:
#                               assets/gen/make.sh suffixes public_suffix_list.dat
#   assets/gen/make.sh words    vault/strength/wordlists/{names,english}.txt, with Go
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

# The lists of zxcvbn, as a port of it to Go has them: a word a line, the commonest first. The first
# words of each list in turn; of these what has three ASCII characters or more, each once.
words() {
	data=$(go mod download -json github.com/trustelem/zxcvbn@v1.0.1 | sed -n 's/.*"Dir": "\(.*\)".*/\1\/data/p')
	in_turn male_names 1219 female_names 3000 surnames 8000 >vault/strength/wordlists/names.txt
	in_turn english_wikipedia 20000 us_tv_and_film 10000 >vault/strength/wordlists/english.txt
}

# in_turn LIST N...: the first of each list, the second of each, and so on.
in_turn() {
	rm -f "$work"/list.*
	lists=0
	while [ $# -gt 0 ]; do
		lists=$((lists + 1))
		head -n "$2" "$data/$1.txt" | awk '{ print $1 }' >"$work/list.$lists"
		shift 2
	done
	paste -d '\n' "$work"/list.* | LC_ALL=C awk 'length($1) >= 3 && $1 !~ /[^!-~]/ && !seen[$1]++ { print $1 }'
}

icon() {
	rsvg-convert --width 512 --height 512 assets/icon.svg --output assets/icon.png
}

case "${1-}" in
brands | fonts | suffixes | words | icon) "$@" ;;
*)
	echo "usage: $0 brands | fonts | suffixes [LIST] | words | icon" >&2
	exit 2
	;;
esac
