cask "watchword" do
  version "{{.Version}}"
  sha256 "{{sum .MacOS}}"

  url "{{.Download}}/v#{version}/watchword-#{version}-macos-universal.zip"
  name "Watchword"
  desc "Codes for two-step verification, read from your screen"
  homepage "{{.Homepage}}"

  depends_on macos: ">= :monterey"

  app "Watchword.app"
  binary "#{appdir}/Watchword.app/Contents/MacOS/watchword"

  # Vaults and their backups stay: they are the user's.
  zap trash: [
    "~/Library/Preferences/{{.ID}}.plist",
    "~/Library/Saved Application State/{{.ID}}.savedState",
  ]
end
